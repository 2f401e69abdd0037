#include "sw/quantize/ptq.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "sw/model/evaluate_real.hpp"
#include "sw/quantize/equalize.hpp"
#include "sw/quantize/fuse.hpp"

namespace rtl4ml {
namespace {

std::vector<float> to_float(std::span<const double> values) { return {values.begin(), values.end()}; }

tl::unexpected<Errors> at_place(Errors errors, const std::string& place) {
  for (Error& error : errors) error.place = error.place.empty() ? place : place + ", " + error.place;
  return faults(std::move(errors));
}

class Quantizer {
 public:
  Quantizer(const PtqOptions& options, FusedNetwork fused) : options_(options), fused_(std::move(fused)) {
    result_.quantized.network = fused_.network;
  }

  Result<PtqResult> run(std::span<const double> calibration, int features) {
    constexpr std::size_t kFewVectors = 10;
    count_ = calibration.size() / static_cast<std::size_t>(features);
    if (count_ < kFewVectors) {
      result_.warnings.push_back(
          fmt::format("warning[quantize.few_vectors]: calibrated with {} vector{}: types and corrections fit these and "
                      "may not fit others\n  fix: calibrate with some hundred vectors",
                      count_, count_ == 1 ? "" : "s"));
    }
    float_data_.assign(calibration.begin(), calibration.end());
    Result<AffineType> data_in = data_type(float_data_, options_.input_width.value_or(options_.data_width), "data_in");
    if (!data_in) return faults(std::move(data_in.error()));
    result_.quantized.data_in = *data_in;
    data_ = float_data_;
    fake_quantize(data_, *data_in);
    data_type_ = *data_in;
    for (std::size_t i = 0; i < fused_.network.layers.size(); ++i) {
      Result<int> next = layer(i, features);
      if (!next) return faults(std::move(next.error()));
      features = *next;
    }
    return std::move(result_);
  }

 private:
  /// Quantizes one layer. Result: the features it gives.
  Result<int> layer(std::size_t index, int features) {
    const LayerKind& real = fused_.network.layers[index].kind;
    Layer& layer = result_.quantized.network.layers[index];
    const std::string place = "layer " + layer.name;
    std::vector<double> float_out = evaluate_real_batch(real, float_data_, features);
    LayerAffineTypes types;
    types.layer = layer.name;
    const LayerWidths widths = widths_of(layer.name);
    Result<void> done;
    if (auto* linear = std::get_if<LinearLayer>(&layer.kind)) done = quantize_linear(*linear, float_out, widths, types);
    if (auto* prelu = std::get_if<PReluLayer>(&layer.kind)) done = quantize_slopes(prelu->weight, widths, types);
    if (auto* leaky = std::get_if<LeakyReluLayer>(&layer.kind)) {
      std::vector<float> slope = {static_cast<float>(leaky->negative_slope)};
      done = quantize_slopes(slope, widths, types);
      leaky->negative_slope = static_cast<double>(slope.front());
    }
    if (!done) return at_place(std::move(done.error()), place);
    const bool relu_follows = options_.fuse_relu && std::find(fused_.with_relu.begin(), fused_.with_relu.end(),
                                                              index) != fused_.with_relu.end();
    // The type of the ReLU is fitted to the ReLU's outputs.
    const std::vector<double> seen =
        relu_follows ? evaluate_real_batch(ReluLayer{}, float_out, out_features(real, features)) : float_out;
    const std::string& typed = relu_follows ? fused_.network.layers[index + 1].name : layer.name;
    Result<AffineType> data_out =
        data_type(seen, widths_of(typed).data_out.value_or(options_.data_width), place + ", data_out");
    if (!data_out) return faults(std::move(data_out.error()));
    types.data_out = *data_out;
    data_ = evaluate_real_batch(layer.kind, data_, features);
    fake_quantize(data_, *data_out);
    data_type_ = *data_out;
    float_data_ = std::move(float_out);
    result_.quantized.layers.push_back(std::move(types));
    return out_features(real, features);
  }

  [[nodiscard]] LayerWidths widths_of(const std::string& name) const {
    const auto own = options_.layers.find(name);
    return own == options_.layers.end() ? LayerWidths{} : own->second;
  }

  Result<AffineType> data_type(std::span<const double> values, int width, const std::string& place) {
    const std::vector<float> shown = to_float(values);
    Result<Observer> observer = Observer::create(options_.data_observer, options_.observer);
    if (!observer) return at_place(std::move(observer.error()), place);
    const std::size_t vector = shown.size() / count_;
    const std::size_t step = vector * static_cast<std::size_t>(std::max<std::int64_t>(options_.batch, 1));
    for (std::size_t i = 0; i < shown.size(); i += step)
      observer->observe(std::span(shown).subspan(i, std::min(step, shown.size() - i)));
    const bool is_signed = observer->extremes().low < 0.0;
    const bool symmetric = options_.power_of_two || options_.symmetric_data;
    Result<AffineType> type = observer->type({width, is_signed, symmetric, false});
    if (!type) return at_place(std::move(type.error()), place);
    return options_.power_of_two ? power_of_two(*type, shown, Ties::kFinest, place) : type;
  }

  Result<AffineType> power_of_two(const AffineType& type, std::span<const float> values, Ties ties,
                                  const std::string& place) {
    const Result<ScaleApproximation> rounded = scale_approximate(type, values, options_.scale_rounding, ties);
    if (!rounded) return at_place(rounded.error(), place);
    if (rounded->overflowing > 0) {
      result_.warnings.push_back(fmt::format(
          "{}: warning[quantize.overflow]: {} of {} values saturate because the scale {:.4g} became 2^{}\n  fix: width "
          "{} holds them",
          place, rounded->overflowing, values.size(), type.scale, -rounded->type.frac_width, rounded->width_needed));
    }
    return affine_type_of(rounded->type);
  }

  Result<void> quantize_linear(LinearLayer& linear, std::span<const double> float_out, const LayerWidths& widths,
                               LayerAffineTypes& types) {
    const AffineShape shape{widths.weight.value_or(options_.weight_width), true, true, !options_.power_of_two};
    const std::int64_t rows = options_.per_channel ? linear.out_features : 1;
    Result<std::vector<AffineType>> weight =
        observed_row_types(linear.weight, rows, options_.weight_observer, shape, options_.observer);
    if (!weight) return at_place(std::move(weight.error()), "weight");
    if (options_.power_of_two) {
      Result<AffineType> rounded =
          power_of_two(weight->front(), linear.weight, Ties::kSmallest, "layer " + types.layer + ", weight");
      if (!rounded) return faults(std::move(rounded.error()));
      weight->front() = *rounded;
    }
    types.weight = std::move(*weight);
    if (options_.adaround) {
      const AdaRounded rounded = adaround(linear, types.weight, to_float(data_), options_.adaround_options);
      const std::size_t columns = linear.weight.size() / types.weight.size();
      for (std::size_t i = 0; i < linear.weight.size(); ++i)
        linear.weight[i] = static_cast<float>(dequantize(rounded.codes[i], types.weight[i / columns]));
    } else {
      fake_quantize(linear.weight, types.weight, linear.weight);
    }
    if (options_.bias_correction) correct_bias(linear, float_out);
    return linear.bias.empty() ? Result<void>{} : quantize_bias(linear, widths, types);
  }

  /// Adds the mean error of each output to its bias.
  void correct_bias(LinearLayer& linear, std::span<const double> float_out) const {
    const auto out = static_cast<std::size_t>(linear.out_features);
    const std::vector<double> quantized_out = evaluate_real_batch(linear, data_, linear.in_features);
    std::vector<double> error(out);
    for (std::size_t i = 0; i < quantized_out.size(); ++i) error[i % out] += float_out[i] - quantized_out[i];
    linear.bias.resize(out, 0.0F);
    for (std::size_t i = 0; i < out; ++i) {
      linear.bias[i] = static_cast<float>(static_cast<double>(linear.bias[i]) + error[i] / static_cast<double>(count_));
    }
  }

  Result<void> quantize_bias(LinearLayer& linear, const LayerWidths& widths, LayerAffineTypes& types) const {
    if (!std::all_of(linear.bias.begin(), linear.bias.end(), [](float value) { return std::isfinite(value); }))
      return fault("quantize.non_finite", "bias", "it holds NaN or infinities", "the training diverged");
    if (options_.power_of_two) {
      const int width = widths.bias.value_or(options_.bias_width);
      Result<AffineType> shape = affine_type_of_range(0.0, 0.0, {width, true, true, false});
      if (!shape) return at_place(std::move(shape.error()), "bias");
      types.bias = {affine_type_of({width, fit_frac_width(linear.bias, width, true, Ties::kSmallest), true})};
    } else {
      for (const AffineType& weight : types.weight)
        types.bias.push_back({kMaxWidth, true, weight.scale * data_type_.scale, 0, false});
    }
    fake_quantize(linear.bias, types.bias, linear.bias);
    return {};
  }

  Result<void> quantize_slopes(std::vector<float>& slopes, const LayerWidths& widths, LayerAffineTypes& types) {
    const AffineShape shape{widths.weight.value_or(options_.weight_width), true, true, !options_.power_of_two};
    Result<AffineType> type = observed_type(slopes, options_.weight_observer, shape, options_.observer);
    if (!type) return at_place(std::move(type.error()), "weight");
    if (options_.power_of_two) type = power_of_two(*type, slopes, Ties::kSmallest, "layer " + types.layer + ", weight");
    if (!type) return faults(std::move(type.error()));
    types.weight = {*type};
    fake_quantize(slopes, types.weight, slopes);
    return {};
  }

  const PtqOptions& options_;
  FusedNetwork fused_;
  PtqResult result_;
  std::size_t count_ = 0;
  std::vector<double> float_data_;  ///< what the float layers give
  std::vector<double> data_;        ///< what the quantized ones give
  AffineType data_type_;            ///< of data_
};

Errors check(const Network& network, std::span<const double> calibration, const PtqOptions& options, int features) {
  Errors errors;
  if (features < 1 || calibration.empty() || calibration.size() % static_cast<std::size_t>(features) != 0) {
    errors.push_back(
        Error{"quantize.calibration", "",
              fmt::format("{} calibration values for an input of {} features", calibration.size(), features),
              "calibrate with one or more vectors of the network's input size"});
  }
  if (!std::all_of(calibration.begin(), calibration.end(),
                   [](double value) { return std::isfinite(static_cast<float>(value)); })) {
    errors.push_back(
        Error{"quantize.calibration", "", "the calibration vectors hold NaN or infinities", "look at the data set"});
  }
  if (options.per_channel && options.power_of_two) {
    errors.push_back(
        Error{"quantize.option", "", "fixed-point types are one per tensor", "give per_channel or power_of_two"});
  }
  for (const auto& [name, widths] : options.layers) {
    const bool known = std::any_of(network.layers.begin(), network.layers.end(),
                                   [&wanted = name](const Layer& layer) { return layer.name == wanted; });
    if (!known)
      errors.push_back(Error{"quantize.layer", "layer " + name, "the network has no such layer", "check the name"});
  }
  return errors;
}

}  // namespace

Result<PtqResult> ptq(const Network& network, std::span<const double> calibration, const PtqOptions& options) {
  Result<FusedNetwork> fused = fuse(network);
  if (!fused) return faults(std::move(fused.error()));
  const int features = fused->network.in_features();
  Errors errors = check(network, calibration, options, features);
  if (!errors.empty()) return faults(std::move(errors));
  if (options.equalize) fused->network = equalize(std::move(fused->network), {20, options.power_of_two}).network;
  return Quantizer(options, std::move(*fused)).run(calibration, features);
}

}  // namespace rtl4ml
