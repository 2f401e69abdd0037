#include "sw/onnx/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sw/onnx/quantizers.hpp"

namespace rtl4ml {
namespace {

/// What the inputs of a quantizer and its attributes say.
struct Parts {
  double scale = 1.0, zero = 0.0, width = 1.0;
  bool is_signed = true, bipolar = false, same_width = true;
};

/// The largest of a Quant's widths that differ by channel: its codes hold those of the others. Nothing where one of
/// them is bipolar, whose codes are others.
std::optional<double> largest_width(const OnnxTensor* widths, bool is_signed) {
  if (widths == nullptr || widths->values.empty()) return std::nullopt;
  const auto [least, most] = std::minmax_element(widths->values.begin(), widths->values.end());
  return is_signed && *least < 2.0 ? std::nullopt : std::optional(*most);
}

/// Nothing where scale or zero differs by channel.
std::optional<Parts> parts_of(const OnnxStep& step) {
  const std::string& op = step.node.op;
  const std::optional<double> scale = only_number(step.constant(1));
  if (!scale) return std::nullopt;
  Parts parts{*scale, 0.0, 1.0, attribute_or<std::int64_t>(step.node, "signed", 1) != 0, op == "BipolarQuant"};
  if (op == "BipolarQuant") return parts;
  if (step.constant(2) != nullptr) {
    const std::optional<double> zero = only_number(step.constant(2));
    if (!zero) return std::nullopt;
    parts.zero = *zero;
  }
  if (op == "DequantizeLinear") {
    parts.width = static_cast<double>(8 * byte_size(step.dtype));
    parts.is_signed = lowest_of(step.dtype) < 0.0;
    return parts;
  }
  const bool trunc = op == "Trunc";
  const bool second = trunc && step.node.inputs.size() == 6;
  const OnnxTensor* const widths = step.constant(second ? 5 : trunc ? 4 : 3);
  std::optional<double> width = only_number(widths);
  parts.same_width = width.has_value();
  if (!width && (op == "Quant" || op == "IntQuant")) width = largest_width(widths, parts.is_signed);
  if (!width) return std::nullopt;
  parts.width = *width;
  if (second) {
    const std::optional<double> out_scale = only_number(step.constant(4));
    if (!out_scale) return std::nullopt;
    parts.zero /= std::exp2(std::nearbyint(std::log2(*out_scale / parts.scale)));
    parts.scale = *out_scale;
  }
  parts.bipolar = !trunc && parts.is_signed && parts.width == 1.0;
  return parts;
}

}  // namespace

std::optional<double> only_number(const OnnxTensor* tensor) {
  if (tensor == nullptr || tensor->values.empty()) return std::nullopt;
  const double first = tensor->values.front();
  const bool same =
      std::all_of(tensor->values.begin(), tensor->values.end(), [&](double each) { return each == first; });
  return same ? std::optional(first) : std::nullopt;
}

double OnnxGrid::real(std::int64_t code) const {
  return scale * (std::ldexp(static_cast<double>(code), -type.frac_width) - zero);
}

std::int64_t OnnxGrid::code(double real) const {
  return std::llround(std::ldexp(real / scale + zero, type.frac_width));
}

OnnxGrid plain_grid(const FixedType& type) { return {type, 1.0, 0.0, type.min_code(), type.max_code()}; }

Result<OnnxGrid> grid_of_step(const OnnxStep& step, const std::string& place) {
  const std::optional<Parts> parts = parts_of(step);
  if (!parts) {
    return fault("onnx.scale", place, "has a scale or zero point per channel, or widths of which one is a bit",
                 "data need one for the whole tensor; weights may have one for each output");
  }
  OnnxGrid grid;
  if (parts->bipolar) {  // -1 and 1: twice (code - a half)
    const double magnitude = step.node.op == "BipolarQuant" ? parts->scale : (1.0 - parts->zero) * parts->scale;
    if (parts->zero != 0.0) return fault("onnx.scale", place, "is bipolar with a zero point", "export it without");
    grid.type = {1, 0, false};
    grid.scale = 2.0 * magnitude;
    grid.zero = 0.5;
    grid.high = 1;
    return grid;
  }
  const std::optional<int> exponent = exponent_of_power(parts->scale);
  const bool plain = exponent && parts->zero == 0.0 && std::abs(*exponent) <= kMostFrac;
  if (parts->width > kMaxWidth) {
    return fault("onnx.width", place, fmt::format("has {} bits", parts->width),
                 fmt::format("types have at most {} bits", kMaxWidth));
  }
  grid.type = {static_cast<int>(parts->width), plain ? -*exponent : 0, parts->is_signed};
  grid.scale = plain ? 1.0 : parts->scale;
  grid.zero = parts->zero;
  grid.same_width = parts->same_width;
  grid.low = grid.type.min_code();
  grid.high = grid.type.max_code();
  if (step.node.op == "Quant" || step.node.op == "IntQuant") {
    const OnnxCodes codes =
        onnx_codes(parts->width, parts->is_signed, attribute_or<std::int64_t>(step.node, "narrow", 0) != 0);
    grid.low = static_cast<std::int64_t>(codes.low);
    grid.high = static_cast<std::int64_t>(codes.high);
  }
  return grid;
}

std::optional<std::pair<std::int64_t, std::int64_t>> codes_of_clip(const OnnxStep& clip, const OnnxGrid& grid) {
  std::pair<std::int64_t, std::int64_t> codes(grid.low, grid.high);
  const auto bound = [&](std::size_t input, const char* attribute) -> std::optional<double> {
    if (clip.node.attributes.contains(attribute)) return attribute_or(clip.node, attribute, 0.0);
    const OnnxTensor* const given = clip.constant(input);
    return given == nullptr ? std::nullopt : only_number(given);
  };
  const std::optional<double> least = bound(1, "min"), most = bound(2, "max");
  for (const std::optional<double>& value : {least, most}) {
    if (value && std::isfinite(*value) && grid.real(grid.code(*value)) != *value) return std::nullopt;
  }
  if (least && std::isfinite(*least)) codes.first = std::max(codes.first, grid.code(*least));
  if (most && std::isfinite(*most)) codes.second = std::min(codes.second, grid.code(*most));
  if (codes.first > codes.second) return std::nullopt;
  return codes;
}

std::optional<Rounding> rounding_of_step(const OnnxNode& quantizer) {
  if (quantizer.op != "Quant" && quantizer.op != "IntQuant") return std::nullopt;
  const std::optional<OnnxRounding> mode =
      parse_onnx_rounding(attribute_or<std::string>(quantizer, "rounding_mode", "ROUND"));
  if (mode == OnnxRounding::kHalfEven) return Rounding::kHalfEven;
  if (mode == OnnxRounding::kHalfUp) return Rounding::kHalfAway;
  if (mode == OnnxRounding::kFloor) return Rounding::kFloor;
  if (mode == OnnxRounding::kDown) return Rounding::kTowardZero;
  return std::nullopt;
}

std::optional<int> exponent_of_power(double value) {
  int exponent = 0;
  if (!(value > 0.0) || !std::isfinite(value) || std::frexp(value, &exponent) != 0.5) return std::nullopt;
  return exponent - 1;
}

std::optional<FixedType> exact_type(std::span<const double> values) {
  FixedType type{2, -kMostFrac, true};
  for (const double value : values) {
    while (type.frac_width < kMostFrac &&
           std::ldexp(value, type.frac_width) != std::trunc(std::ldexp(value, type.frac_width)))
      ++type.frac_width;
  }
  double largest = 0.0;
  for (const double value : values) {
    const double code = std::ldexp(value, type.frac_width);
    if (code != std::trunc(code)) return std::nullopt;
    largest = std::max(largest, std::abs(code));
  }
  while (type.width <= kMaxWidth && largest > static_cast<double>(type.max_code())) ++type.width;
  if (type.width > kMaxWidth) return std::nullopt;
  if (largest == 0.0) type.frac_width = 0;
  return type;
}

bool set_exact_bias(LinearOp& linear, std::span<const double> values) {
  const std::optional<FixedType> type = exact_type(values);
  if (!type || type->width > kFloatBits) return false;
  linear.bias_type = *type;
  linear.bias.clear();
  for (const double value : values)
    linear.bias.push_back(static_cast<std::int64_t>(std::ldexp(value, type->frac_width)));
  linear.bias.resize(static_cast<std::size_t>(linear.out_features), linear.bias.front());
  return true;
}

FixedType type_of_codes(std::int64_t low, std::int64_t high, int frac_width, bool may_be_unsigned) {
  FixedType type{may_be_unsigned && low >= 0 ? 1 : 2, frac_width, !may_be_unsigned || low < 0};
  while (type.width < kMaxWidth && (low < type.min_code() || high > type.max_code())) ++type.width;
  return type;
}

}  // namespace rtl4ml
