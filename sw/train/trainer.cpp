#include "sw/train/trainer.hpp"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "sw/base/interrupt.hpp"
#include "sw/base/stopwatch.hpp"
#include "sw/train/augmentation.hpp"
#include "sw/train/check_trainable.hpp"
#include "sw/train/losses.hpp"
#include "sw/train/schedules.hpp"
#include "sw/train/tensors.hpp"

namespace rtl4ml {
namespace {

// Streams of random numbers beside the one of the orders; each epoch has its own.
constexpr std::uint64_t kValidationStream = 0x76616C6964617465;
constexpr std::uint64_t kChangesStream = 0x6175676D656E74;

constexpr std::int64_t kSample = 1024;  // vectors that formats start from
constexpr double kSecondsBetweenStates = 10.0;

const QuantizationSpec* quantization_of(const TrainTask& task) {
  return task.quantization ? &*task.quantization : nullptr;
}

/// Where a mask is zero.
at::Tensor zeros_of(const std::vector<std::uint8_t>& mask, const at::Tensor& weight) {
  const std::vector<float> kept(mask.begin(), mask.end());
  return tensor_of(kept, {weight.size(0), weight.size(1)}).eq(0.0);
}

}  // namespace

std::vector<std::int64_t> shuffled(std::int64_t count, Random& random) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  for (std::int64_t i = count - 1; i > 0; --i) {
    std::swap(order[static_cast<std::size_t>(i)], order[random.below(static_cast<std::uint64_t>(i) + 1)]);
  }
  return order;
}

Trainer::Trainer(const TrainTask& task, const Network& network, Random random, const FloatData& data)
    : task_(task),
      data_(data),
      has_norm_(shape_of(network).has_norm),
      model_(network, quantization_of(task)),
      random_(random) {
  split(data);
  if (const auto& distillation = task.training.loss.distillation) teacher_.emplace(distillation->teacher, nullptr);
  for (Block& block : model_.blocks()) {
    const auto mask = task.masks.find(block.name());
    if (mask != task.masks.end()) block.weight().pruned = zeros_of(mask->second, block.weight().value);
  }
  optimizer_.emplace(task.training.optimizer, model_.parameters());
  if (!task.quantization) return;
  gather(training_.data(), std::min(kSample, static_cast<std::int64_t>(training_.size())));
  model_.start_quantizers(view_of(batch_), std::holds_alternative<ModelSpec>(task.start));
}

void Trainer::split(const FloatData& data) {
  const std::int64_t count = data.inputs.rows;
  training_.resize(static_cast<std::size_t>(count));
  std::iota(training_.begin(), training_.end(), std::int64_t{0});
  const auto kept = static_cast<std::int64_t>(std::floor(task_.training.validation_share * static_cast<double>(count)));
  if (kept == 0) return;
  Random random(task_.training.seed ^ kValidationStream);
  const std::vector<std::int64_t> order = shuffled(count, random);
  training_.assign(order.begin() + kept, order.end());
  std::sort(training_.begin(), training_.end());
  gather(order.data(), kept);
  validation_.inputs = batch_;
  validation_.labels = labels_;
}

void Trainer::gather(const std::int64_t* indices, std::int64_t count) {
  batch_.resize(count, data_.inputs.columns);
  labels_.resize(static_cast<std::size_t>(count));
  for (std::int64_t n = 0; n < count; ++n) {
    const std::span<const float> row = data_.inputs.row(indices[n]);
    std::copy(row.begin(), row.end(), batch_.row(n).begin());
    labels_[static_cast<std::size_t>(n)] = data_.labels[static_cast<std::size_t>(indices[n])];
  }
}

/// One step on the batch as it was gathered. Result: its loss
double Trainer::step(double rate, Random& changes, std::int64_t& right) {
  augment(task_.training.augmentation, changes, batch_);
  const at::Tensor x = view_of(batch_);
  at::Tensor targets;
  if (teacher_) {
    const at::NoGradGuard no_gradients;
    targets = teacher_->forward(x, false, 0.0, nullptr);
  }
  optimizer_->clear_gradients();
  const at::Tensor scores = model_.forward(x, true, task_.training.dropout, &changes);
  const std::vector<std::int64_t> predicted = predicted_classes(scores);
  right += std::inner_product(predicted.begin(), predicted.end(), labels_.begin(), std::int64_t{0}, std::plus<>(),
                              std::equal_to<>());
  const at::Tensor loss = batch_loss(task_.training.loss, scores, view_of(labels_), targets);
  loss.backward();
  optimizer_->step(rate);
  model_.after_step();
  return loss.item<double>();
}

/// One pass over the data; nothing where a signal came. Batch normalisation has no variance of one sample, so a last
/// batch of one is left out.
std::optional<EpochReport> Trainer::run_epoch(int epoch) {
  const TrainingSpec& spec = task_.training;
  EpochReport report{.epoch = epoch, .epochs = spec.epochs};
  report.learning_rate = learning_rate(spec.schedule, spec.optimizer.learning_rate, epoch, spec.epochs);
  Random changes(spec.seed ^ kChangesStream, static_cast<std::uint64_t>(epoch));
  const auto count = static_cast<std::int64_t>(training_.size());
  std::vector<std::int64_t> order = shuffled(count, random_);
  for (std::int64_t& index : order) index = training_[static_cast<std::size_t>(index)];
  std::int64_t batches = 0;
  std::int64_t seen = 0;
  std::int64_t right = 0;
  for (std::int64_t start = 0; start < count; start += spec.batch_size) {
    const std::int64_t size = std::min<std::int64_t>(spec.batch_size, count - start);
    if (size == 1 && has_norm_) break;
    if (interrupted()) return std::nullopt;
    gather(order.data() + start, size);
    report.loss += step(report.learning_rate, changes, right);
    ++batches;
    seen += size;
  }
  report.loss /= static_cast<double>(batches);
  report.train_accuracy = static_cast<double>(right) / static_cast<double>(seen);
  if (!validates()) return report;
  const Evaluation validation = evaluate(model_, validation_, spec.loss);
  report.validation_accuracy = validation.accuracy;
  report.validation_loss = validation.loss;
  return report;
}

bool Trainer::improves(const EpochReport& report) const {
  if (!validates() || run_.best_epoch == 0) return true;
  const EpochReport& best = run_.history[static_cast<std::size_t>(run_.best_epoch) - 1];
  if (report.validation_accuracy != best.validation_accuracy) {
    return report.validation_accuracy > best.validation_accuracy;
  }
  return report.validation_loss < best.validation_loss;
}

bool Trainer::ended() const {
  const auto epoch = static_cast<int>(run_.history.size());
  const int patience = task_.training.patience;
  return epoch >= task_.training.epochs || (patience > 0 && epoch - run_.best_epoch >= patience);
}

Result<void> Trainer::run(const std::string& configuration, const TrainProgress& progress) {
  if (!task_.state_path.empty()) {
    collect_state();
    Result<std::optional<RunState>> found = read_state(task_.state_path, configuration, run_);
    if (!found) return faults(found.error());
    if (*found) {
      run_ = std::move(**found);
      apply_state();
    }
  }
  Stopwatch since_state;
  while (!ended()) {
    const auto epoch = static_cast<int>(run_.history.size()) + 1;
    const std::optional<EpochReport> report = run_epoch(epoch);
    if (!report) {
      return fault("train.interrupted", task_.data_name, "stopped in epoch " + std::to_string(epoch),
                   task_.state_path.empty() ? "" : "the same command goes on from the last state");
    }
    if (!std::isfinite(report->loss)) {
      return fault("train.failed", task_.data_name,
                   "the loss is no longer a number after epoch " + std::to_string(epoch),
                   "lower learning_rate; it is " + std::to_string(task_.training.optimizer.learning_rate));
    }
    const bool better = improves(*report);
    run_.history.push_back(*report);
    if (better) {
      run_.best_epoch = epoch;
      keep_best();
    }
    const bool stops = progress && !progress(*report);
    if (!task_.state_path.empty() && (stops || ended() || since_state.seconds() > kSecondsBetweenStates)) {
      if (auto saved = save_state(configuration); !saved) return saved;
      since_state = Stopwatch();
    }
    if (stops && !ended()) {
      return fault("train.interrupted", task_.data_name, "stopped after epoch " + std::to_string(epoch),
                   task_.state_path.empty() ? "" : "the same command goes on from there");
    }
  }
  restore_best();
  return {};
}

void Trainer::keep_best() {
  if (!validates()) return;
  for (const Parameter* parameter : model_.parameters()) {
    run_.tensors["best." + parameter->name] = floats_of(parameter->value);
  }
  for (const Mlp::Buffer& buffer : model_.buffers()) {
    run_.tensors["best." + buffer.name] = floats_of(buffer.values);
  }
}

void Trainer::restore_best() {
  if (!validates() || run_.best_epoch == 0) return;
  for (const Parameter* parameter : model_.parameters()) {
    assign(parameter->value, run_.tensors["best." + parameter->name]);
  }
  for (const Mlp::Buffer& buffer : model_.buffers()) assign(buffer.values, run_.tensors["best." + buffer.name]);
  model_.after_step();
}

/// Everything but the best, which is there already, or at the start as good as what is.
void Trainer::collect_state() {
  run_.random = random_.state();
  const Optimizer::State optimizer = optimizer_->state();
  run_.steps = optimizer.steps;
  const std::vector<Parameter*> parameters = model_.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::string& name = parameters[i]->name;
    run_.tensors["value." + name] = floats_of(parameters[i]->value);
    run_.tensors["mean." + name] = optimizer.mean[i];
    run_.tensors["square." + name] = optimizer.square[i];
  }
  for (const Mlp::Buffer& buffer : model_.buffers()) {
    run_.tensors["buffer." + buffer.name] = floats_of(buffer.values);
  }
  if (run_.best_epoch == 0) keep_best();
}

void Trainer::apply_state() {
  random_ = Random(run_.random);
  Optimizer::State optimizer{.steps = run_.steps};
  const std::vector<Parameter*> parameters = model_.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::string& name = parameters[i]->name;
    assign(parameters[i]->value, run_.tensors["value." + name]);
    optimizer.mean.push_back(run_.tensors["mean." + name]);
    optimizer.square.push_back(run_.tensors["square." + name]);
  }
  for (const Mlp::Buffer& buffer : model_.buffers()) assign(buffer.values, run_.tensors["buffer." + buffer.name]);
  optimizer_->restore(optimizer);
  model_.after_step();
}

Result<void> Trainer::save_state(const std::string& configuration) {
  collect_state();
  return write_state(task_.state_path, configuration, run_);
}

}  // namespace rtl4ml
