#include "sw/onnx/final_layer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sw/onnx/step_function.hpp"

namespace rtl4ml {
namespace {

double largest_of(const std::vector<double>& values) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

/// The numbers as codes of a signed type of at most `width` bits, as fine as it goes.
FixedType round_to(const std::vector<double>& values, int width, int most_frac, std::vector<std::int64_t>& codes) {
  FixedType type{width, most_frac, true};
  const double largest = largest_of(values);
  while (type.frac_width > -kMostFrac &&
         std::ldexp(largest, type.frac_width) > static_cast<double>(type.max_code()) - 1.0)
    --type.frac_width;
  for (const double value : values) codes.push_back(std::llround(std::ldexp(value, type.frac_width)));
  return type;
}

double deviation(const std::vector<double>& values, const std::vector<std::int64_t>& codes, const FixedType& type,
                 std::size_t at) {
  return std::abs(values[at] - std::ldexp(static_cast<double>(codes[at]), -type.frac_width));
}

/// The same layer with all its sums negated; false, and nothing changed, where its weights are too wide for that.
/// Precondition: it has no bias
bool negate(LinearOp& linear) {
  const auto [low, high] = std::minmax_element(linear.weight.begin(), linear.weight.end());
  FixedType& type = linear.weight_type;
  const std::int64_t least = -std::int64_t{*high}, most = -std::int64_t{*low};
  if (least < type.min_code() || most > type.max_code()) {
    if (type.width >= kMaxWidth) return false;
    type = type_of_codes(least, most, type.frac_width, false);
  }
  for (std::int32_t& weight : linear.weight) weight = -weight;
  return true;
}

/// One scale: offsets in units of it are the layer's bias. What is half a unit of the sums but for double's rounding is
/// that: sums that are equal stay so.
void add_bias(FinalLayer& layer, std::vector<double> offsets) {
  LinearOp& linear = layer.linear;
  constexpr double kRounding = 1e-12;
  const int halves = linear.accumulator_frac_width() + 1;
  for (double& offset : offsets) {
    offset /= layer.scale;
    const double whole = std::ldexp(std::nearbyint(std::ldexp(offset, halves)), -halves);
    if (std::abs(whole - offset) <= kRounding * std::abs(offset)) offset = whole;
  }
  if (set_exact_bias(linear, offsets)) return;
  const int spare = kMaxWidth - 2 - linear.accumulator_width();  // bits that the sums may become longer
  const int most_frac = std::min(kMostFrac, linear.accumulator_frac_width() + std::max(0, spare));
  double rounded = 0.0;
  linear.bias_type = round_to(offsets, kFloatBits, most_frac, linear.bias);
  for (std::size_t f = 0; f < offsets.size(); ++f)
    rounded = std::max(rounded, layer.scale * deviation(offsets, linear.bias, linear.bias_type, f));
  layer.largest_deviation += rounded;
}

/// Scales of their own: y = x * gain + offset in 32 bits.
void add_affine(FinalLayer& layer, const std::vector<double>& gain, const std::vector<double>& offset,
                const StageInput& sums) {
  AffineOp op;
  op.data_in = sums.type;
  op.weight_type = round_to(gain, kMaxWidth - 1, kMostFrac, op.weight);
  op.bias_type = round_to(offset, kMaxWidth - 1, kMostFrac, op.bias);
  double most = 0.0;
  std::vector<double> data(gain.size());
  for (std::size_t f = 0; f < gain.size(); ++f) {
    data[f] =
        std::ldexp(static_cast<double>(std::max(std::abs(sums.low[f]), std::abs(sums.high[f]))), -sums.type.frac_width);
    most = std::max(most, std::abs(gain[f]) * data[f] + std::abs(offset[f]));
  }
  op.data_out = {kMaxWidth, kMostFrac / 2, true};
  while (std::ldexp(most, op.data_out.frac_width) > static_cast<double>(op.data_out.max_code()) / 2.0)
    --op.data_out.frac_width;
  double rounded = 0.0;
  for (std::size_t f = 0; f < gain.size(); ++f) {
    rounded = std::max(rounded, deviation(gain, op.weight, op.weight_type, f) * data[f] +
                                    deviation(offset, op.bias, op.bias_type, f) +
                                    std::ldexp(1.0, -op.data_out.frac_width - 1));
  }
  layer.largest_deviation += rounded;
  layer.scale = 1.0;
  layer.offset = 0.0;
  layer.affine = std::move(op);
}

}  // namespace

Result<FinalLayer> final_layer(LinearOp linear, const OnnxStage& stage, const StageInput& sums,
                               const OnnxGraph& graph) {
  FinalLayer layer;
  layer.linear = std::move(linear);
  const auto lines = std::find_if_not(stage.after.begin(), stage.after.end(), is_onnx_line);
  layer.behind.assign(lines, stage.after.end());
  const std::span<const OnnxStep> steps(stage.after.begin(), lines);
  const Result<std::optional<FeatureLine>> line = line_of_steps(steps, stage.features, graph.opset(), graph.path);
  if (!line) return faults(line.error());
  std::vector<double> gain = (*line)->gain, offset = (*line)->offset;
  for (std::size_t f = 0; f < sums.deviation.size(); ++f)
    layer.largest_deviation = std::max(layer.largest_deviation, std::abs(gain[f]) * sums.deviation[f]);
  // What the nodes add to all outputs alike is left to the host: what the sums' own zero points add is a whole number.
  const double alike = only_value(offset).value_or(0.0);
  for (std::size_t f = 0; f < gain.size(); ++f) {
    if (!sums.gain.empty()) {
      offset[f] += gain[f] * sums.offset[f];
      gain[f] *= sums.gain[f];
    }
  }
  const std::optional<double> scale = only_value(gain), same = only_value(offset);
  layer.linear.data_out = sums.type;
  layer.negated = scale && *scale < 0.0 && negate(layer.linear);
  if (!layer.negated && scale.value_or(0.0) <= 0.0) {
    add_affine(layer, gain, offset, sums);
    return layer;
  }
  layer.scale = std::abs(*scale);
  if (layer.negated)
    layer.linear.data_out = {layer.linear.accumulator_width(), layer.linear.accumulator_frac_width(), true};
  if (same) {
    layer.offset = *same;
  } else {
    for (double& each : offset) each -= alike;
    layer.offset = alike;
    add_bias(layer, offset);
    layer.linear.data_out = {layer.linear.accumulator_width(), layer.linear.accumulator_frac_width(), true};
  }
  return layer;
}

}  // namespace rtl4ml
