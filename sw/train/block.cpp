#include "sw/train/block.hpp"

#include <algorithm>
#include <cmath>

#include "sw/base/overloaded.hpp"

namespace rtl4ml {
namespace {

std::size_t index_of(std::int64_t value) { return static_cast<std::size_t>(value); }

Parameter parameter(std::string name, std::vector<float> values) {
  Parameter result{.name = std::move(name), .value = std::move(values)};
  result.gradient.assign(result.value.size(), 0.0F);
  return result;
}

}  // namespace

Block::Block(const std::vector<const Layer*>& layers, const QuantizationSpec* spec) : spec_(spec) {
  for (const Layer* layer : layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer->kind)) {
      linear_name_ = layer->name;
      in_ = linear->in_features;
      out_ = linear->out_features;
      weight_ = parameter(layer->name + ".weight", linear->weight);
      bias_ = parameter(layer->name + ".bias", linear->bias);
    } else if (const auto* norm = std::get_if<BatchNorm1dLayer>(&layer->kind)) {
      norm_name_ = layer->name;
      has_norm_ = true;
      epsilon_ = norm->epsilon;
      scale_ = parameter(layer->name + ".weight", norm->weight);
      shift_ = parameter(layer->name + ".bias", norm->bias);
      running_mean_ = norm->running_mean;
      running_var_ = norm->running_var;
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

BatchNormTensors Block::norm_tensors() { return {scale_.value, shift_.value, running_mean_, running_var_, epsilon_}; }

void Block::fold() {
  folded_weight_.resize(weight_.value.size());
  folded_bias_.resize(index_of(out_));
  for (std::size_t o = 0; o < index_of(out_); ++o) {
    const double factor =
        static_cast<double>(scale_.value[o]) / std::sqrt(static_cast<double>(running_var_[o]) + epsilon_);
    const auto narrow = static_cast<float>(factor);
    for (std::size_t i = o * index_of(in_); i < (o + 1) * index_of(in_); ++i) {
      folded_weight_[i] = weight_.value[i] * narrow;
    }
    const double own = bias_.value.empty() ? 0.0 : static_cast<double>(bias_.value[o]);
    folded_bias_[o] = static_cast<float>((own - static_cast<double>(running_mean_[o])) * factor +
                                         static_cast<double>(shift_.value[o]));
  }
}

void Block::prepare() {
  if (folds()) fold();
  const std::vector<float>& weight = folds() ? folded_weight_ : weight_.value;
  const std::vector<float>& bias = folds() ? folded_bias_ : bias_.value;
  used_weight_.resize(weight_quantizer_ ? weight.size() : 0);
  used_bias_.resize(bias_quantizer_ ? bias.size() : 0);
  if (weight_quantizer_) weight_quantizer_->forward(weight, in_, used_weight_);
  if (bias_quantizer_) bias_quantizer_->forward(bias, out_, used_bias_);
  if (!activation_) return;
  const std::optional<Quantizer>& codes = activation_quantizer_ ? activation_quantizer_ : data_out_quantizer_;
  const auto as_code = [&](double bound) {
    return codes ? codes->value_of(static_cast<float>(bound)) : static_cast<float>(bound);
  };
  if (const auto* clip = std::get_if<ClipLayer>(&*activation_)) {
    low_ = as_code(clip->min_value);
    high_ = as_code(clip->max_value);
  } else if (const auto* leaky = std::get_if<LeakyReluLayer>(&*activation_)) {
    const auto slope = static_cast<float>(leaky->negative_slope);
    slope_ = slope_quantizer_ ? slope_quantizer_->value_of(slope) : slope;
  }
}

void Block::start_quantizers(const Matrix& x) {
  if (folds()) fold();
  if (weight_quantizer_) {
    const std::vector<float>& weight = folds() ? folded_weight_ : weight_.value;
    weight_quantizer_->start(weight, static_cast<std::int64_t>(weight.size()));
  }
  if (bias_quantizer_) bias_quantizer_->start(folds() ? folded_bias_ : bias_.value, out_);
  if (slope_quantizer_) {
    const auto slope = static_cast<float>(std::get<LeakyReluLayer>(*activation_).negative_slope);
    slope_quantizer_->start(std::span(&slope, 1), 1);
  }
  prepare();
  forward(x, false, 0.0, nullptr);
  if (data_out_quantizer_) {
    data_out_quantizer_->start(before_activation_->values, out_);
    prepare();
    forward(x, false, 0.0, nullptr);
  }
  if (activation_quantizer_) activation_quantizer_->start(activated_.values, out_);
}

/// Batch statistics of the sums with the float weights; the folded ones are of the statistics.
void Block::update_statistics(const Matrix& x) {
  linear_forward(x, weight_.value, bias_.value, sums_);
  batch_norm_forward(sums_, norm_tensors(), true, normed_, saved_);
}

const Matrix& Block::forward(const Matrix& x, bool training, double dropout, Random* random) {
  x_ = &x;
  if (training && folds()) {
    update_statistics(x);
    prepare();
  }
  const std::vector<float>& weight = weight_quantizer_ ? used_weight_ : folds() ? folded_weight_ : weight_.value;
  const std::vector<float>& bias = bias_quantizer_ ? used_bias_ : folds() ? folded_bias_ : bias_.value;
  linear_forward(x, weight, bias, sums_);
  const Matrix* current = &sums_;
  if (has_norm_ && !folds()) {
    batch_norm_forward(sums_, norm_tensors(), training, normed_, saved_);
    current = &normed_;
  }
  before_activation_ = current;
  if (data_out_quantizer_) {
    data_out_.resize(current->rows, current->columns);
    data_out_quantizer_->forward(current->values, current->columns, data_out_.values);
    current = &data_out_;
  }
  if (activation_) {
    activate(*current, activated_);
    current = &activated_;
  }
  const bool drops = training && dropout > 0.0 && random != nullptr;
  if (!activation_quantizer_ && !drops) return *current;
  result_.resize(current->rows, current->columns);
  if (activation_quantizer_) {
    activation_quantizer_->forward(current->values, current->columns, result_.values);
  } else {
    result_.values = current->values;
  }
  kept_.clear();
  if (!drops) return result_;
  const auto grown = static_cast<float>(1.0 / (1.0 - dropout));
  kept_.resize(result_.values.size());
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    kept_[i] = random->uniform() < dropout ? 0.0F : grown;
    result_.values[i] *= kept_[i];
  }
  return result_;
}

void Block::activate(const Matrix& z, Matrix& result) const {
  result.resize(z.rows, z.columns);
  const auto each = [&](const auto& function) {
    const float* const in = z.values.data();
    float* const out = result.values.data();
    for (std::size_t i = 0; i < z.values.size(); ++i) out[i] = function(in[i]);
  };
  std::visit(
      Overloaded{[&](const ReluLayer&) { each([](float x) { return x < 0.0F ? 0.0F : x; }); },
                 [&](const LeakyReluLayer&) { each([slope = slope_](float x) { return x < 0.0F ? x * slope : x; }); },
                 [&](const ClipLayer&) {
                   each([low = low_, high = high_](float x) { return x < low ? low : x > high ? high : x; });
                 },
                 [&](const TableLayer& table) {
                   if (table.function == TableFunction::kTanh) {
                     each([](float x) { return static_cast<float>(std::tanh(static_cast<double>(x))); });
                   } else {
                     each([](float x) { return static_cast<float>(1.0 / (1.0 + std::exp(-static_cast<double>(x)))); });
                   }
                 },
                 [&](const auto&) { result.values = z.values; }},
      *activation_);
}

/// `z`: before data_out was rounded; sigmoid and tanh take their slope from what they gave.
void Block::activate_backward(const Matrix& z, Matrix& gradient) const {
  const auto each = [&](const std::vector<float>& values, const auto& slope) {
    for (std::size_t i = 0; i < values.size(); ++i) gradient.values[i] *= slope(values[i]);
  };
  std::visit(
      Overloaded{
          [&](const ReluLayer&) {
            float* const g = gradient.values.data();
            const float* const x = z.values.data();
            for (std::size_t i = 0; i < z.values.size(); ++i) {
              const float own = g[i];
              g[i] = x[i] > 0.0F ? own : 0.0F;
            }
          },
          [&](const LeakyReluLayer&) { each(z.values, [slope = slope_](float x) { return x > 0.0F ? 1.0F : slope; }); },
          [&](const ClipLayer&) {
            each(z.values, [low = low_, high = high_](float x) { return x > low && x < high ? 1.0F : 0.0F; });
          },
          [&](const TableLayer& table) {
            if (table.function == TableFunction::kTanh) {
              each(activated_.values, [](float y) { return 1.0F - y * y; });
            } else {
              each(activated_.values, [](float y) { return y * (1.0F - y); });
            }
          },
          [](const auto&) {}},
      *activation_);
}

void Block::backward(Matrix& gradient, Matrix* x_gradient) {
  for (std::size_t i = 0; i < kept_.size(); ++i) gradient.values[i] *= kept_[i];
  if (activation_quantizer_) activation_quantizer_->backward(activated_.values, gradient.values);
  if (activation_) activate_backward(*before_activation_, gradient);
  if (data_out_quantizer_) data_out_quantizer_->backward(before_activation_->values, gradient.values);
  if (has_norm_ && !folds()) {
    batch_norm_backward(sums_, norm_tensors(), saved_, gradient, scale_.gradient, shift_.gradient);
  }
  linear_weight_gradient(*x_, gradient, weight_.gradient);
  std::vector<float>& bias_gradient = folds() ? shift_.gradient : bias_.gradient;
  if (!bias_gradient.empty()) column_sums(gradient, bias_gradient);
  if (x_gradient != nullptr) {
    const std::vector<float>& weight = weight_quantizer_ ? used_weight_ : folds() ? folded_weight_ : weight_.value;
    linear_input_gradient(gradient, weight, *x_gradient);
  }
  if (weight_quantizer_) weight_quantizer_->backward(folds() ? folded_weight_ : weight_.value, weight_.gradient);
  if (bias_quantizer_) bias_quantizer_->backward(folds() ? folded_bias_ : bias_.value, bias_gradient);
  if (folds()) unfold_gradients();
}

/// From the gradients of the folded weight and bias to those of weight, bias, scale and shift; the running statistics
/// are constants. Shift has the folded bias' own.
void Block::unfold_gradients() {
  for (std::size_t o = 0; o < index_of(out_); ++o) {
    const double inverse = 1.0 / std::sqrt(static_cast<double>(running_var_[o]) + epsilon_);
    const auto factor = static_cast<float>(static_cast<double>(scale_.value[o]) * inverse);
    double products = 0.0;
    for (std::size_t i = o * index_of(in_); i < (o + 1) * index_of(in_); ++i) {
      products += static_cast<double>(weight_.gradient[i]) * static_cast<double>(weight_.value[i]);
      weight_.gradient[i] *= factor;
    }
    const double own = bias_.value.empty() ? 0.0 : static_cast<double>(bias_.value[o]);
    const auto of_bias = static_cast<double>(shift_.gradient[o]);
    scale_.gradient[o] =
        static_cast<float>((products + of_bias * (own - static_cast<double>(running_mean_[o]))) * inverse);
    if (!bias_.gradient.empty()) bias_.gradient[o] = shift_.gradient[o] * factor;
  }
}

std::vector<Parameter*> Block::parameters() {
  std::vector<Parameter*> all = {&weight_};
  if (!bias_.value.empty()) all.push_back(&bias_);
  if (has_norm_) all.insert(all.end(), {&scale_, &shift_});
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

void Block::append_layers(bool folded, Network& network) const {
  const bool merged = folded && folds();
  network.layers.push_back(
      {linear_name_, LinearLayer{static_cast<int>(in_), static_cast<int>(out_), merged ? folded_weight_ : weight_.value,
                                 merged ? folded_bias_ : bias_.value}});
  if (has_norm_ && !merged) {
    network.layers.push_back(
        {norm_name_, BatchNorm1dLayer{scale_.value, shift_.value, running_mean_, running_var_, epsilon_}});
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
