#include "sw/experiment/train_task.hpp"

#include <algorithm>

#include "sw/quantize/fit_frac_width.hpp"

namespace rtl4ml {
namespace {

constexpr double kValidationShare = 0.1;
constexpr int kSlopeWidth = 8;  // bits of a leaky ReLU's slope

/// The Linear layers of the network, and whether a ReLU is behind each (batch normalisation in between is folded).
struct LinearPlace {
  std::string name;
  bool before_relu = false;
  bool last = false;
};

std::vector<LinearPlace> linear_places(const Network& network) {
  std::vector<LinearPlace> places;
  for (const Layer& layer : network.layers) {
    if (std::holds_alternative<LinearLayer>(layer.kind)) places.push_back({layer.name});
    if (std::holds_alternative<ReluLayer>(layer.kind) && !places.empty()) places.back().before_relu = true;
  }
  if (!places.empty()) places.back().last = true;
  return places;
}

TensorQuantization fitted(int width, bool is_signed) {
  TensorQuantization tensor;
  tensor.type = {width, 0, is_signed};
  tensor.auto_frac_width = true;
  return tensor;
}

/// Learned where the method says so.
TensorQuantization learned(int width, bool is_signed, Learning learning) {
  TensorQuantization tensor = fitted(width, is_signed);
  if (learning == Learning::kNone) return tensor;
  tensor.auto_frac_width = false;
  tensor.learning = learning;
  return tensor;
}

int weight_width(const QuantizationPlan& plan, const std::string& layer) {
  const auto own = plan.layer_weight_widths.find(layer);
  return own != plan.layer_weight_widths.end() ? own->second : plan.weight_width;
}

LossKind loss_kind(const std::string& word) { return word == "mse" ? LossKind::kMse : LossKind::kCrossEntropy; }

OptimizerKind optimizer_kind(const std::string& word) {
  if (word == "sgd") return OptimizerKind::kSgd;
  return word == "adam" ? OptimizerKind::kAdam : OptimizerKind::kAdamW;
}

ScheduleKind schedule_kind(const std::string& word) {
  if (word == "constant") return ScheduleKind::kConstant;
  return word == "step" ? ScheduleKind::kStep : ScheduleKind::kCosine;
}

}  // namespace

ModelSpec model_spec(const ModelPlan& model, const LearningData& data) {
  ModelSpec spec;
  spec.widths = model.hidden;
  spec.widths.insert(spec.widths.begin(), data.train.features);
  spec.widths.push_back(data.classes);
  spec.activation = model.activation == "leaky_relu" ? Activation::kLeakyRelu : Activation::kRelu;
  spec.negative_slope = model.negative_slope;
  spec.batch_norm = model.batch_norm;
  return spec;
}

TrainingSpec training_spec(const TrainingPlan& plan, const Experiment& experiment, std::uint64_t seed) {
  TrainingSpec spec;
  spec.loss.kind = loss_kind(plan.loss);
  spec.loss.label_smoothing = spec.loss.kind == LossKind::kCrossEntropy ? plan.label_smoothing : 0.0;
  spec.optimizer.kind = optimizer_kind(plan.optimizer);
  spec.optimizer.learning_rate = plan.rate;
  spec.optimizer.weight_decay = plan.weight_decay;
  spec.optimizer.momentum = plan.momentum;
  spec.schedule.kind = schedule_kind(plan.schedule);
  spec.schedule.warm_up = plan.warmup_epochs;
  spec.schedule.step_epochs = std::max(1, (plan.epochs + 3) / 4);
  spec.augmentation = {plan.noise, plan.shift, experiment.data.rows, experiment.data.columns};
  spec.epochs = plan.epochs;
  spec.batch_size = plan.batch_size;
  spec.dropout = experiment.model.dropout;
  spec.patience = plan.patience;
  spec.validation_share = plan.patience > 0 ? kValidationShare : 0.0;
  spec.seed = seed;
  return spec;
}

QuantizationSpec quantization_spec(const QuantizationPlan& plan, const Network& network, const LearningData& data) {
  const Learning weights = plan.method == "lsq" ? Learning::kLsq : Learning::kNone;
  QuantizationSpec spec;
  spec.fit_frac_width = [](std::span<const float> values, int width, bool is_signed, bool is_data) {
    return fit_frac_width(values, width, is_signed, is_data ? Ties::kFinest : Ties::kSmallest);
  };
  const std::vector<double>& inputs = data.train.inputs;
  spec.data_in = fitted(plan.input_width, std::any_of(inputs.begin(), inputs.end(), [](double x) { return x < 0.0; }));
  for (const LinearPlace& place : linear_places(network)) {
    LayerQuantization& layer = spec.layers[place.name];
    layer.weight = learned(weight_width(plan, place.name), true, weights);
    layer.bias = fitted(plan.bias_width, true);
    Learning outputs = weights;
    if (plan.method == "pact" && place.before_relu) outputs = Learning::kPact;
    layer.data_out = learned(place.last ? plan.score_width : plan.data_width, !place.before_relu,
                             place.last ? Learning::kNone : outputs);
  }
  for (const Layer& layer : network.layers) {
    if (!std::holds_alternative<LeakyReluLayer>(layer.kind)) continue;
    spec.layers[layer.name].weight = fitted(kSlopeWidth, true);
    spec.layers[layer.name].data_out = fitted(plan.data_width, true);
  }
  return spec;
}

DesignFormats design_formats(const NetworkFormats& formats, const Network& network) {
  DesignFormats design;
  const auto type = [](const std::optional<LearnedFormat>& format) {
    return format ? format->type : std::optional<FixedType>();
  };
  for (const auto& [name, layer] : formats) {
    if (name.empty()) {
      design.layers[network.layers.front().name].data_in = type(layer.data_out);
      continue;
    }
    DesignLayerFormats& own = design.layers[name];
    own.weight = type(layer.weight);
    own.bias = type(layer.bias);
    own.data_out = type(layer.data_out);
  }
  return design;
}

Result<PtqOptions> ptq_options(const QuantizationPlan& plan, const Network& network, const std::string& place) {
  const Result<ObserverKind> observer = parse_observer(plan.observer, place);
  if (!observer) return faults(observer.error());
  const Result<ScaleRounding> rounding = parse_scale_rounding(plan.scale_rounding, place);
  if (!rounding) return faults(rounding.error());
  PtqOptions options;
  options.weight_width = plan.weight_width;
  options.bias_width = plan.bias_width;
  options.data_width = plan.data_width;
  options.input_width = plan.input_width;
  options.weight_observer = options.data_observer = *observer;
  options.scale_rounding = *rounding;
  options.bias_correction = plan.bias_correction;
  options.equalize = plan.equalize;
  options.adaround = plan.adaround;
  for (const LinearPlace& linear : linear_places(network)) {
    LayerWidths& widths = options.layers[linear.name];
    widths.weight = weight_width(plan, linear.name);
    if (linear.last) widths.data_out = plan.score_width;
  }
  return options;
}

}  // namespace rtl4ml
