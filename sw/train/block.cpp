#include "sw/train/block.hpp"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/mm.h>

#include "sw/base/overloaded.hpp"
#include "sw/train/activations.hpp"
#include "sw/train/tensors.hpp"

namespace rtl4ml {
namespace {

constexpr double kBatchNormMomentum = 0.1;

Parameter parameter(std::string name, const std::vector<float>& values) {
  Parameter made{.name = std::move(name)};
  if (!values.empty()) {
    made.value = tensor_of(values, {static_cast<std::int64_t>(values.size())}).set_requires_grad(true);
  }
  return made;
}

/// Ones and zeros that let `1 - dropout` of the values through, grown by what that takes away.
at::Tensor kept_by(Random& random, double dropout, const at::Tensor& like) {
  at::Tensor kept = at::empty_like(like);
  const auto grown = static_cast<float>(1.0 / (1.0 - dropout));
  for (float& value : span_of(kept)) value = random.uniform() < dropout ? 0.0F : grown;
  return kept;
}

/// Shapes: x[n][in], weight[out][in], bias[out] or undefined -> [n][out]
at::Tensor linear_of(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  return bias.defined() ? at::addmm(bias, x, weight.t()) : at::mm(x, weight.t());
}

}  // namespace

Block::Block(const std::vector<const Layer*>& layers, const QuantizationSpec* spec) : spec_(spec) {
  for (const Layer* layer : layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer->kind)) {
      linear_name_ = layer->name;
      weight_.name = layer->name + ".weight";
      weight_.value = tensor_of(linear->weight, {linear->out_features, linear->in_features}).set_requires_grad(true);
      bias_ = parameter(layer->name + ".bias", linear->bias);
    } else if (const auto* norm = std::get_if<BatchNorm1dLayer>(&layer->kind)) {
      const auto features = static_cast<std::int64_t>(norm->running_mean.size());
      norm_name_ = layer->name;
      epsilon_ = norm->epsilon;
      scale_ = parameter(layer->name + ".weight", norm->weight);
      shift_ = parameter(layer->name + ".bias", norm->bias);
      running_mean_ = tensor_of(norm->running_mean, {features});
      running_var_ = tensor_of(norm->running_var, {features});
    } else {
      activation_name_ = layer->name;
      activation_ = layer->kind;
    }
  }
  if (spec == nullptr) return;
  const auto make = [&](std::optional<Quantizer>& place, const std::optional<TensorQuantization>& tensor,
                        const std::string& name, bool is_data) {
    if (tensor) place.emplace(*tensor, *spec, name, is_data);
  };
  if (const auto own = spec->layers.find(linear_name_); own != spec->layers.end()) {
    make(weight_quantizer_, own->second.weight, linear_name_ + ".weight", false);
    make(bias_quantizer_, own->second.bias, linear_name_ + ".bias", false);
    make(data_out_quantizer_, own->second.data_out, linear_name_ + ".data_out", true);
  }
  if (const auto own = spec->layers.find(activation_name_); activation_ && own != spec->layers.end()) {
    make(slope_quantizer_, own->second.weight, activation_name_ + ".weight", false);
    make(activation_quantizer_, own->second.data_out, activation_name_ + ".data_out", true);
  }
}

/// In double, rounded to float once; the running statistics are constants.
Block::WeightAndBias Block::folded() const {
  const at::Tensor deviation = running_var_.to(at::kDouble).add(epsilon_).sqrt();
  const at::Tensor factor = scale_.value.to(at::kDouble).div(deviation);
  const at::Tensor mean = running_mean_.to(at::kDouble);
  const at::Tensor bias = bias_.value.defined() ? bias_.value.to(at::kDouble).sub(mean) : mean.neg();
  return {weight_.value.mul(factor.to(at::kFloat).unsqueeze(1)),
          bias.mul(factor).add(shift_.value.to(at::kDouble)).to(at::kFloat)};
}

/// What is quantized.
Block::WeightAndBias Block::real_parameters() const {
  return folds() ? folded() : WeightAndBias{weight_.value, bias_.value};
}

/// What data_out and the activation are made of.
at::Tensor Block::sums(const at::Tensor& x, bool training) const {
  auto [weight, bias] = real_parameters();
  if (weight_quantizer_) weight = weight_quantizer_->forward(weight);
  if (bias_quantizer_ && bias.defined()) bias = bias_quantizer_->forward(bias);
  const at::Tensor linear = linear_of(x, weight, bias);
  if (!has_norm() || folds()) return linear;
  return at::batch_norm(linear, scale_.value, shift_.value, running_mean_, running_var_, training, kBatchNormMomentum,
                        epsilon_, false);
}

at::Tensor Block::activated(const at::Tensor& sums) const {
  const at::Tensor data_out = data_out_quantizer_ ? data_out_quantizer_->forward(sums) : sums;
  return activation_ ? activation_of(data_out, sums) : data_out;
}

/// Bounds and slopes are as the hardware holds them.
at::Tensor Block::activation_of(const at::Tensor& data_out, const at::Tensor& unrounded) const {
  const auto as_code = [&](double bound) {
    const std::optional<Quantizer>& codes = activation_quantizer_ ? activation_quantizer_ : data_out_quantizer_;
    return static_cast<double>(codes ? codes->value_of(static_cast<float>(bound)) : static_cast<float>(bound));
  };
  return std::visit(
      Overloaded{
          [&](const ReluLayer&) { return bent({.kind = Bend::Kind::kRelu}, data_out, unrounded); },
          [&](const LeakyReluLayer& leaky) {
            const auto real = static_cast<float>(leaky.negative_slope);
            const float slope = slope_quantizer_ ? slope_quantizer_->value_of(real) : real;
            return bent({.kind = Bend::Kind::kLeakyRelu, .slope = static_cast<double>(slope)}, data_out, unrounded);
          },
          [&](const ClipLayer& clip) {
            return bent({.kind = Bend::Kind::kClip, .low = as_code(clip.min_value), .high = as_code(clip.max_value)},
                        data_out, unrounded);
          },
          [&](const TableLayer& table) {
            return table.function == TableFunction::kTanh ? tanh(data_out) : sigmoid(data_out);
          },
          [&](const auto&) { return data_out; }},
      *activation_);
}

void Block::measure_statistics(const at::Tensor& x) {
  if (!folds()) return;
  const at::NoGradGuard no_gradients;
  const at::Tensor linear = linear_of(x, weight_.value, bias_.value);
  assign(running_mean_, span_of(linear.mean(at::IntArrayRef({0}))));
  assign(running_var_, span_of(linear.var(at::IntArrayRef({0}), true)));
}

void Block::start_quantizers(const at::Tensor& x) {
  const at::NoGradGuard no_gradients;
  const auto [weight, bias] = real_parameters();
  if (weight_quantizer_) weight_quantizer_->start(span_of(weight), weight.numel());
  if (bias_quantizer_) bias_quantizer_->start(span_of(bias), weight.size(0));
  if (slope_quantizer_) {
    const auto slope = static_cast<float>(std::get<LeakyReluLayer>(*activation_).negative_slope);
    slope_quantizer_->start(std::span(&slope, 1), 1);
  }
  const at::Tensor real = sums(x, false);
  if (data_out_quantizer_) data_out_quantizer_->start(span_of(real), real.size(1));
  if (activation_quantizer_) activation_quantizer_->start(span_of(activated(real)), real.size(1));
}

at::Tensor Block::forward(const at::Tensor& x, bool training, double dropout, Random* random) {
  at::Tensor result = activated(sums(x, training));
  if (activation_quantizer_) result = activation_quantizer_->forward(result);
  if (training && dropout > 0.0 && random != nullptr) result = result.mul(kept_by(*random, dropout, result));
  return result;
}

std::vector<Parameter*> Block::parameters() {
  std::vector<Parameter*> all = {&weight_};
  if (bias_.value.defined()) all.push_back(&bias_);
  if (has_norm()) all.insert(all.end(), {&scale_, &shift_});
  for (std::optional<Quantizer>* quantizer :
       {&weight_quantizer_, &bias_quantizer_, &data_out_quantizer_, &slope_quantizer_, &activation_quantizer_}) {
    if (*quantizer && (*quantizer)->learns()) all.push_back(&(*quantizer)->parameter());
  }
  return all;
}

void Block::after_step() {
  for (std::optional<Quantizer>* quantizer :
       {&weight_quantizer_, &bias_quantizer_, &data_out_quantizer_, &slope_quantizer_, &activation_quantizer_}) {
    if (*quantizer) (*quantizer)->after_step();
  }
}

void Block::append_layers(bool merged, Network& network) const {
  const at::NoGradGuard no_gradients;
  const bool without_norm = merged && folds();
  const auto [weight, bias] = without_norm ? folded() : WeightAndBias{weight_.value, bias_.value};
  network.layers.push_back(
      {linear_name_, LinearLayer{static_cast<int>(weight.size(1)), static_cast<int>(weight.size(0)), floats_of(weight),
                                 floats_of(bias)}});
  if (has_norm() && !without_norm) {
    network.layers.push_back(
        {norm_name_, BatchNorm1dLayer{floats_of(scale_.value), floats_of(shift_.value), floats_of(running_mean_),
                                      floats_of(running_var_), epsilon_}});
  }
  if (activation_) network.layers.push_back({activation_name_, *activation_});
}

void Block::append_formats(NetworkFormats& formats) const {
  const auto put = [](std::optional<LearnedFormat>& place, const std::optional<Quantizer>& quantizer) {
    if (quantizer) place = quantizer->format();
  };
  LayerFormats& own = formats[linear_name_];
  put(own.weight, weight_quantizer_);
  put(own.bias, bias_quantizer_);
  put(own.data_out, data_out_quantizer_);
  if (!slope_quantizer_ && !activation_quantizer_) return;
  LayerFormats& after = formats[activation_name_];
  put(after.weight, slope_quantizer_);
  put(after.data_out, activation_quantizer_);
}

}  // namespace rtl4ml
