#include "sw/train/check_options.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "sw/train/check_trainable.hpp"

namespace rtl4ml {
namespace {

/// Adds a fault where `sound` is false; NaN is never sound.
void require(Errors& errors, bool sound, const std::string& option, const std::string& message) {
  if (!sound) errors.push_back(Error{"train.options", option, message, "choose a value in that range"});
}

bool is_share(double value) { return value >= 0.0 && value < 1.0; }

void check_loss(const LossSpec& loss, Errors& errors) {
  require(errors, is_share(loss.label_smoothing), "label_smoothing", "must be 0 or more and below 1");
  require(errors, loss.label_smoothing == 0.0 || loss.kind == LossKind::kCrossEntropy, "label_smoothing",
          "is for cross_entropy only");
  if (!loss.distillation) return;
  const Distillation& distillation = *loss.distillation;
  require(errors, distillation.temperature > 0.0 && std::isfinite(distillation.temperature), "temperature",
          "must be positive");
  require(errors, distillation.share >= 0.0 && distillation.share <= 1.0, "share", "must be 0 to 1");
}

void check_optimizer(const OptimizerSpec& optimizer, Errors& errors) {
  require(errors, optimizer.learning_rate > 0 && std::isfinite(optimizer.learning_rate), "learning_rate",
          "must be positive");
  require(errors, is_share(optimizer.weight_decay), "weight_decay", "must be 0 or more and below 1");
  require(errors, is_share(optimizer.momentum), "momentum", "must be 0 or more and below 1");
  require(errors, is_share(optimizer.beta1), "beta1", "must be 0 or more and below 1");
  require(errors, is_share(optimizer.beta2), "beta2", "must be 0 or more and below 1");
  require(errors, optimizer.epsilon > 0.0, "epsilon", "must be positive");
  require(errors, optimizer.clip_norm >= 0.0, "clip_norm", "must be 0 or more");
}

void check_schedule(const ScheduleSpec& schedule, int epochs, Errors& errors) {
  require(errors, schedule.warm_up >= 0 && schedule.warm_up <= epochs, "warm_up",
          std::to_string(schedule.warm_up) + " epochs of warm-up; 0 to the number of epochs are supported");
  require(errors, schedule.step_epochs >= 1, "step_epochs", "must be 1 or more");
  require(errors, schedule.step_factor > 0.0 && schedule.step_factor <= 1.0, "step_factor",
          "must be above 0 and at most 1");
}

bool start_has_norm(const TrainTask& task) {
  if (const auto* spec = std::get_if<ModelSpec>(&task.start)) return spec->batch_norm && spec->widths.size() > 2;
  const std::vector<Layer>& layers = std::get<Network>(task.start).layers;
  return std::any_of(layers.begin(), layers.end(),
                     [](const Layer& layer) { return std::holds_alternative<BatchNorm1dLayer>(layer.kind); });
}

}  // namespace

Result<void> check_options(const TrainTask& task) {
  Errors errors;
  if (const auto* spec = std::get_if<ModelSpec>(&task.start)) {
    if (auto sound = check_model(*spec); !sound) errors = sound.error();
  }
  const TrainingSpec& training = task.training;
  require(errors, training.epochs >= 0 && training.epochs <= 100000, "epochs",
          std::to_string(training.epochs) + " epochs; 0 to 100000 are supported");
  require(errors, training.batch_size >= (start_has_norm(task) ? 2 : 1), "batch_size",
          "is " + std::to_string(training.batch_size) + "; 1 or more, 2 or more with batch_norm");
  require(errors, is_share(training.dropout), "dropout", "must be 0 or more and below 1");
  require(errors, is_share(training.validation_share), "validation_share", "must be 0 or more and below 1");
  require(errors, training.patience >= 0, "patience", "must be 0 or more");
  require(errors, training.patience == 0 || training.validation_share > 0.0, "patience",
          "needs a validation_share to be measured by");
  check_loss(training.loss, errors);
  check_optimizer(training.optimizer, errors);
  check_schedule(training.schedule, training.epochs, errors);
  const AugmentationSpec& augmentation = training.augmentation;
  require(errors, augmentation.noise >= 0.0 && std::isfinite(augmentation.noise), "noise", "must be 0 or more");
  require(errors, augmentation.shift >= 0 && augmentation.shift <= 1024, "shift", "must be 0 to 1024 pixels");
  if (task.quantization) {
    require(errors, task.quantization->pact_decay >= 0.0, "pact_decay", "must be 0 or more");
  }
  if (!errors.empty()) return faults(std::move(errors));
  return {};
}

Result<void> check_companions(const TrainTask& task, const Network& network) {
  Errors errors;
  for (const auto& [name, mask] : task.masks) {
    const auto layer = std::find_if(network.layers.begin(), network.layers.end(),
                                    [&name = name](const Layer& any) { return any.name == name; });
    const auto* linear = layer == network.layers.end() ? nullptr : std::get_if<LinearLayer>(&layer->kind);
    if (linear == nullptr) {
      errors.push_back(Error{"train.masks", "layer " + name, "there is no such linear layer", "mask linear layers"});
    } else if (mask.size() != linear->weight.size()) {
      errors.push_back(Error{"train.masks", "layer " + name,
                             "the mask has " + std::to_string(mask.size()) + " values, the weight " +
                                 std::to_string(linear->weight.size()),
                             "give one value for each weight"});
    }
  }
  const NetworkShape shape = shape_of(network);
  const AugmentationSpec& augmentation = task.training.augmentation;
  if (augmentation.shift > 0 && (augmentation.rows < 1 || augmentation.columns < 1 ||
                                 std::int64_t{augmentation.rows} * augmentation.columns != shape.in_features)) {
    errors.push_back(Error{"train.options", "shift",
                           "an image of " + std::to_string(augmentation.rows) + " x " +
                               std::to_string(augmentation.columns) + " pixels; the network takes " +
                               std::to_string(shape.in_features) + " features",
                           "give the rows and columns of an image"});
  }
  if (const auto& distillation = task.training.loss.distillation) {
    if (auto sound = check_network_for_training(distillation->teacher, nullptr); !sound) return sound;
    const NetworkShape teacher = shape_of(distillation->teacher);
    if (teacher.in_features != shape.in_features || teacher.out_features != shape.out_features) {
      errors.push_back(Error{"train.network", "teacher", "takes other inputs or gives other classes than the network",
                             "take a teacher that was trained on the same data"});
    }
  }
  if (!errors.empty()) return faults(std::move(errors));
  return {};
}

Result<void> check_features(const Dataset& data, std::int64_t features, const std::string& name) {
  if (data.count < 1) return fault("train.data", name, "has no vectors", "");
  if (data.features != features) {
    return fault("train.data", name,
                 "has " + std::to_string(data.features) + " features; the network takes " + std::to_string(features),
                 "let the first width be the number of features");
  }
  return {};
}

Result<void> check_labels(const Dataset& data, std::int64_t classes, const std::string& name) {
  if (static_cast<std::int64_t>(data.labels.size()) != data.count) {
    return fault("train.data", name, "has no labels", "take a data set with labels");
  }
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    const std::int64_t label = data.labels[i];
    if (label >= 0 && label < classes) continue;
    return fault("train.data", name,
                 "vector " + std::to_string(i) + " has label " + std::to_string(label) + "; the network has " +
                     std::to_string(classes) + " classes",
                 "let the last width be the number of classes");
  }
  return {};
}

Result<void> check_classes(const Dataset& training, std::int64_t classes, const std::string& name) {
  std::vector<bool> seen(static_cast<std::size_t>(classes), false);
  for (const std::int64_t label : training.labels) seen[static_cast<std::size_t>(label)] = true;
  const auto empty = std::find(seen.begin(), seen.end(), false);
  if (empty == seen.end()) return {};
  return fault("train.empty_class", name, "class " + std::to_string(empty - seen.begin()) + " has no training vector",
               "let the last width be the number of classes, or add vectors of that class");
}

}  // namespace rtl4ml
