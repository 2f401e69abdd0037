#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sw/onnx/grid.hpp"

namespace rtl4ml {
namespace {

constexpr int kCheapBits = 16;

/// The stage's matrix [out][in] in double, and for each weight the scale that its quantizer gives it, if there is one.
struct Weights {
  std::vector<double> values, scales;
  std::size_t columns = 0;
};

/// The scale of each element of a quantized constant, in the constant's order; empty where they cannot be told.
std::vector<double> scales_of(const OnnxProgram& program, const OnnxNode& quantizer, const OnnxShape& shape) {
  const OnnxTensor* const scale = program.constant(quantizer.inputs[1]);
  if (scale == nullptr) return {};
  OnnxTensor along = *scale;
  if (quantizer.op == "DequantizeLinear" && along.numel() > 1) {  // one axis has the scales
    const auto rank = static_cast<std::int64_t>(shape.size());
    const std::int64_t axis = front_axis(attribute_or<std::int64_t>(quantizer, "axis", 1), rank);
    if (axis < 0) return {};
    along.shape = OnnxShape(shape.size(), 1);
    along.shape[static_cast<std::size_t>(axis)] = along.numel();
  }
  OnnxShape same;
  if (!broadcast_shapes(along.shape, shape, same) || same != shape) return {};
  std::vector<double> scales;
  for (const std::int64_t at : source_offsets(shape, broadcast_strides(along.shape, shape)))
    scales.push_back(along.values[static_cast<std::size_t>(at)]);
  return scales;
}

Weights weights_of(const OnnxProgram& program, const OnnxStage& stage) {
  const OnnxTensor& matrix = *stage.product->constant(1);
  const bool out_first = attribute_or<std::int64_t>(stage.product->node, "transB", 0) != 0;
  std::vector<double> scales;
  const bool as_quantized = stage.folded.empty();
  for (const OnnxNode& node : program.graph().nodes) {
    const bool quantizer = node.outputs[0] == stage.weight && is_onnx_quantizer({node, {}, 0, {}, {}});
    if (as_quantized && quantizer && node.op != "Trunc") scales = scales_of(program, node, matrix.shape);
  }
  Weights weights;
  weights.columns = static_cast<std::size_t>(stage.in_features);
  const auto rows = static_cast<std::size_t>(stage.features);
  for (std::size_t o = 0; o < rows; ++o) {
    for (std::size_t i = 0; i < weights.columns; ++i) {
      const std::size_t at = out_first ? o * weights.columns + i : i * rows + o;
      weights.values.push_back(matrix.values[at]);
      if (!scales.empty()) weights.scales.push_back(scales[at]);
    }
  }
  return weights;
}

/// Fills the codes where every weight is a whole multiple of its scale, up to a relative tolerance, and fits 24 bits.
bool fill_codes(const Weights& weights, const std::vector<double>& scale, double tolerance, IntegerMatrix& into) {
  into.codes.clear();
  std::int64_t low = 0, high = 0;
  for (std::size_t i = 0; i < weights.values.size(); ++i) {
    const double multiple = weights.values[i] / scale[i / weights.columns];
    const double code = std::nearbyint(multiple);
    if (!(std::abs(code) < std::ldexp(1.0, kFloatBits)) || std::abs(multiple - code) > tolerance * std::abs(code))
      return false;
    into.codes.push_back(static_cast<std::int32_t>(code));
    low = std::min<std::int64_t>(low, into.codes.back());
    high = std::max<std::int64_t>(high, into.codes.back());
  }
  into.scale = scale;
  into.type = type_of_codes(low, high, 0, false);
  return true;
}

/// Numbers that are multiples of one power of two: the type's own values.
void fill_plain(const Weights& weights, const FixedType& type, IntegerMatrix& into) {
  into.type = type;
  into.codes.clear();
  for (const double value : weights.values)
    into.codes.push_back(static_cast<std::int32_t>(std::ldexp(value, type.frac_width)));
  into.scale.assign(weights.values.size() / weights.columns, 1.0);
}

/// The largest step of which all numbers are multiples up to rounding, by Euclid's algorithm; 0 where all are 0.
double common_step(std::span<const double> values) {
  constexpr double kNothing = 1e-5;  // of the largest: what is below is rounding
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  double step = 0.0;
  for (const double value : values) {
    double a = std::max(step, std::abs(value)), b = std::min(step, std::abs(value));
    while (b > kNothing * largest) a = std::exchange(b, std::abs(std::remainder(a, b)));
    step = a;
  }
  return step;
}

bool fill_from_steps(const Weights& weights, IntegerMatrix& into) {
  constexpr double kRounded = 1e-6, kExact = 1e-12;
  std::vector<double> steps;
  for (std::size_t row = 0; row < weights.values.size() / weights.columns; ++row) {
    const auto values = std::span(weights.values).subspan(row * weights.columns, weights.columns);
    double step = common_step(values);
    if (step == 0.0) step = 1.0;
    double products = 0.0, squares = 0.0;  // the step that fits all multiples best
    for (const double value : values) {
      const double code = std::nearbyint(value / step);
      products += code * value;
      squares += code * code;
    }
    steps.push_back(squares > 0.0 ? products / squares : step);
  }
  if (!fill_codes(weights, steps, kRounded, into) || into.type.width > kCheapBits) return false;
  IntegerMatrix exactly;
  into.exact = fill_codes(weights, steps, kExact, exactly);
  return true;
}

/// Codes of `bits` bits for each output, as its largest weight allows.
void fill_rounded(const Weights& weights, int bits, IntegerMatrix& into) {
  const double most = std::ldexp(1.0, bits - 1) - 1.0;
  double largest_of_all = 0.0;  // the step of an output without weights is one like the others'
  for (const double value : weights.values) largest_of_all = std::max(largest_of_all, std::abs(value));
  into.codes.clear();
  into.scale.clear();
  for (std::size_t row = 0; row < weights.values.size() / weights.columns; ++row) {
    const auto values = std::span(weights.values).subspan(row * weights.columns, weights.columns);
    double largest = 0.0, deviation = 0.0;
    for (const double value : values) largest = std::max(largest, std::abs(value));
    if (largest == 0.0) largest = largest_of_all > 0.0 ? largest_of_all : most;
    const double scale = largest / most;
    for (const double value : values) {
      into.codes.push_back(static_cast<std::int32_t>(std::nearbyint(value / scale)));
      deviation += std::abs(value - scale * into.codes.back());
    }
    into.scale.push_back(scale);
    into.deviation.push_back(deviation);
  }
  into.type = {bits, 0, true};
}

}  // namespace

bool IntegerMatrix::is_plain() const {
  return std::all_of(scale.begin(), scale.end(), [](double each) { return each == 1.0; });
}

Result<IntegerMatrix> integer_matrix(const OnnxProgram& program, const OnnxStage& stage, int most_bits) {
  const Weights weights = weights_of(program, stage);
  const std::string place = program.graph().place(stage.product->node);
  const std::optional<FixedType> type = exact_type(weights.values);
  IntegerMatrix matrix;
  if (!weights.scales.empty()) {
    std::vector<double> rows;
    bool differ = false;
    for (std::size_t i = 0; i < weights.scales.size(); ++i) {
      if (i % weights.columns == 0) rows.push_back(weights.scales[i]);
      differ = differ || weights.scales[i] != rows.back();
    }
    constexpr double kDouble = 1e-9;
    const std::optional<int> exponent = exponent_of_power(rows.front());
    const bool one = std::all_of(rows.begin(), rows.end(), [&](double each) { return each == rows.front(); });
    if (!differ && fill_codes(weights, rows, kDouble, matrix)) {
      if (one && exponent) {
        matrix.type.frac_width = -*exponent;
        matrix.scale.assign(rows.size(), 1.0);
      }
      return matrix;
    }
    if (differ && !(type && type->width <= kCheapBits)) {
      return fault("onnx.scale", place, "has weights whose scales differ along its inputs",
                   "export it with one scale for each output");
    }
  }
  const bool cheap = type && type->width <= kCheapBits;
  if (!cheap && fill_from_steps(weights, matrix)) return matrix;
  if (type && type->width <= kFloatBits) {
    fill_plain(weights, *type, matrix);
  } else if (!stage.folded.empty()) {
    fill_rounded(weights, std::clamp(most_bits, 2, kFloatBits), matrix);
  } else {
    return fault("onnx.width", place, "has parameters that 24 bits do not hold",
                 "quantize them: put a Quant before them");
  }
  return matrix;
}

}  // namespace rtl4ml
