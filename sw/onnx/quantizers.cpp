#include "sw/onnx/quantizers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <utility>

namespace rtl4ml {
namespace {

constexpr double kMostWidth = 53.0;  // beyond it doubles have no code for every number

constexpr std::array<std::pair<const char*, OnnxRounding>, 9> kRoundings = {{{"ROUND", OnnxRounding::kHalfEven},
                                                                             {"HALF_EVEN", OnnxRounding::kHalfEven},
                                                                             {"CEIL", OnnxRounding::kCeil},
                                                                             {"FLOOR", OnnxRounding::kFloor},
                                                                             {"UP", OnnxRounding::kUp},
                                                                             {"DOWN", OnnxRounding::kDown},
                                                                             {"ROUND_TO_ZERO", OnnxRounding::kDown},
                                                                             {"HALF_UP", OnnxRounding::kHalfUp},
                                                                             {"HALF_DOWN", OnnxRounding::kHalfDown}}};

/// An input repeated to the shape of x.
struct Repeated {
  const OnnxTensor* tensor = nullptr;
  std::vector<std::int64_t> offsets;
  [[nodiscard]] double operator[](std::size_t i) const {
    return tensor->values[offsets.empty() ? 0 : static_cast<std::size_t>(offsets[i])];
  }
};

Result<Repeated> repeated(const OnnxCall& call, std::size_t input, const char* what) {
  const OnnxTensor& tensor = call.in(input);
  if (tensor.numel() == 1 && tensor.rank() <= call.in(0).rank()) return Repeated{&tensor, {}};
  OnnxShape shape;
  if (!broadcast_shapes(tensor.shape, call.in(0).shape, shape) || shape != call.in(0).shape) {
    return call.fault("onnx.shape",
                      fmt::format("has a {} of shape {} for a tensor of shape {}", what, shape_text(tensor.shape),
                                  shape_text(call.in(0).shape)),
                      "give it one number, or one per channel in as many dimensions as the tensor has");
  }
  return Repeated{&tensor, source_offsets(shape, broadcast_strides(tensor.shape, shape))};
}

/// Faults for scales that are not positive, and widths that are no whole number from 1 to 53.
Errors check_numbers(const OnnxCall& call, std::size_t input, const char* what, bool is_width) {
  for (const double value : call.in(input).values) {
    if (is_width ? value >= 1 && value <= kMostWidth && value == std::trunc(value) : value > 0 && std::isfinite(value))
      continue;
    return call
        .fault("onnx.value", fmt::format("has the {} {}", what, value),
               is_width ? "widths are whole numbers from 1 to 53" : "scales are positive numbers")
        .value();
  }
  return {};
}

bool is_float(const OnnxCall& call) { return is_floating_point(call.in(0).dtype); }

tl::unexpected<Errors> no_float(const OnnxCall& call) {
  return call.fault("onnx.type", fmt::format("quantizes {}", to_string(call.in(0).dtype)), "use float32");
}

/// What the quantizers of QONNX share: their inputs beside x, checked and repeated.
struct Parts {
  std::vector<Repeated> inputs;  ///< at 1 the scale, 2 the zero point, ...; 0 is empty
  OnnxTensor result;
};

enum class Part { kScale, kZero, kWidth };

Result<Parts> parts_of(const OnnxCall& call, std::initializer_list<std::pair<Part, const char*>> kinds) {
  if (!is_float(call)) return no_float(call);
  Parts parts{{{}}, {}};
  for (const auto& [kind, name] : kinds) {
    const std::size_t input = parts.inputs.size();
    Errors errors = kind == Part::kZero ? Errors{} : check_numbers(call, input, name, kind == Part::kWidth);
    if (!errors.empty()) return faults(std::move(errors));
    Result<Repeated> each = repeated(call, input, name);
    if (!each) return faults(each.error());
    parts.inputs.push_back(std::move(*each));
  }
  Result<OnnxTensor> result = call.blank(call.in(0).dtype, call.in(0).shape);
  if (!result) return faults(result.error());
  parts.result = std::move(*result);
  return parts;
}

OnnxRounding rounding_of(const OnnxCall& call, const char* otherwise) {
  return parse_onnx_rounding(call.text("rounding_mode", otherwise)).value_or(OnnxRounding::kHalfEven);
}

/// Where a QuantizeLinear or DequantizeLinear finds scale and zero point: one, or one for each place along `axis`.
Result<std::vector<std::int64_t>> linear_offsets(const OnnxCall& call) {
  const OnnxTensor& x = call.in(0);
  const OnnxTensor& scale = call.in(1);
  const OnnxTensor* const zero = call.optional(2);
  Errors errors = check_numbers(call, 1, "scale", false);
  if (!errors.empty()) return faults(std::move(errors));
  OnnxShape strides(x.shape.size(), 0);
  if (scale.numel() != 1) {
    const std::int64_t axis = front_axis(call.integer("axis", 1), x.rank());
    if (scale.rank() != 1 || axis < 0 || scale.shape[0] != x.shape[static_cast<std::size_t>(axis)]) {
      return call.fault(
          "onnx.shape",
          fmt::format("has a scale of shape {} for a tensor of shape {}", shape_text(scale.shape), shape_text(x.shape)),
          "give it one scale, or one for each place along its axis; blocks are not supported");
    }
    strides[static_cast<std::size_t>(axis)] = 1;
  }
  if (zero != nullptr && zero->numel() != scale.numel()) {
    return call.fault("onnx.shape", fmt::format("has {} zero points and {} scales", zero->numel(), scale.numel()),
                      "give it as many of the one as of the other");
  }
  return source_offsets(x.shape, strides);
}

}  // namespace

std::optional<OnnxRounding> parse_onnx_rounding(const std::string& word) {
  std::string upper = word;
  for (char& letter : upper) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  for (const auto& [name, rounding] : kRoundings) {
    if (upper == name) return rounding;
  }
  return std::nullopt;
}

std::string to_string(OnnxRounding rounding) {
  switch (rounding) {
    case OnnxRounding::kHalfEven:
      return "half_even";
    case OnnxRounding::kCeil:
      return "ceil";
    case OnnxRounding::kFloor:
      return "floor";
    case OnnxRounding::kUp:
      return "up";
    case OnnxRounding::kDown:
      return "down";
    case OnnxRounding::kHalfUp:
      return "half_up";
    case OnnxRounding::kHalfDown:
      return "half_down";
  }
  return "";
}

double onnx_round(double value, OnnxRounding rounding) {
  const double cut = std::trunc(value);
  const double fraction = std::abs(value - cut);
  const double away = cut + std::copysign(1.0, value);
  switch (rounding) {
    case OnnxRounding::kCeil:
      return std::ceil(value);
    case OnnxRounding::kFloor:
      return std::floor(value);
    case OnnxRounding::kUp:
      return fraction > 0.0 ? away : cut;
    case OnnxRounding::kDown:
      return cut;
    case OnnxRounding::kHalfUp:
      return fraction >= 0.5 ? away : cut;
    case OnnxRounding::kHalfDown:
      return fraction > 0.5 ? away : cut;
    case OnnxRounding::kHalfEven:
      break;
  }
  return fraction > 0.5 || (fraction == 0.5 && std::fmod(cut, 2.0) != 0.0) ? away : cut;
}

OnnxCodes onnx_codes(double width, bool is_signed, bool narrow) {
  if (is_signed && width == 1.0) return {-1.0, 1.0, true};
  const double less = narrow ? 1.0 : 0.0;
  const double half = std::exp2(width - 1.0);
  if (is_signed) return {-half + less, half - 1.0, false};
  return {0.0, 2.0 * half - 1.0 - less, false};
}

Result<std::vector<OnnxTensor>> onnx_quant(const OnnxCall& call) {
  Result<Parts> parts = parts_of(call, {{Part::kScale, "scale"}, {Part::kZero, "zero point"}, {Part::kWidth, "width"}});
  if (!parts) return faults(parts.error());
  const bool is_signed = call.integer("signed", 1) != 0;
  const bool narrow = call.integer("narrow", 0) != 0;
  const OnnxRounding rounding = rounding_of(call, "ROUND");
  std::vector<double>& values = parts->result.values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double scale = parts->inputs[1][i];
    const double zero = parts->inputs[2][i];
    const OnnxCodes codes = onnx_codes(parts->inputs[3][i], is_signed, narrow);
    double code = call.in(0).values[i] / scale + zero;
    if (codes.bipolar) {
      code = code >= 0.0 ? 1.0 : -1.0;
    } else {
      code = onnx_round(std::clamp(code, codes.low, codes.high), rounding);
    }
    values[i] = (code - zero) * scale;
  }
  return only(std::move(parts->result));
}

Result<std::vector<OnnxTensor>> onnx_bipolar_quant(const OnnxCall& call) {
  Result<Parts> parts = parts_of(call, {{Part::kScale, "scale"}});
  if (!parts) return faults(parts.error());
  for (std::size_t i = 0; i < parts->result.values.size(); ++i) {
    const double scale = parts->inputs[1][i];
    parts->result.values[i] = call.in(0).values[i] >= 0.0 ? scale : -scale;
  }
  return only(std::move(parts->result));
}

Result<std::vector<OnnxTensor>> onnx_trunc(const OnnxCall& call) {
  const bool second = call.inputs.size() == 6;
  const auto scale = std::pair(Part::kScale, "scale");
  const auto zero_point = std::pair(Part::kZero, "zero point");
  const auto width = std::pair(Part::kWidth, "width");
  Result<Parts> parts = second ? parts_of(call, {scale, zero_point, width, scale, width})
                               : parts_of(call, {scale, zero_point, width, width});
  if (!parts) return faults(parts.error());
  const OnnxRounding rounding = rounding_of(call, "FLOOR");
  const bool is_signed = call.integer("signed", 1) != 0;
  const bool narrow = call.integer("narrow", 0) != 0;
  const std::vector<Repeated>& in = parts->inputs;
  for (std::size_t i = 0; i < parts->result.values.size(); ++i) {
    const double zero = in[2][i];
    const double code = onnx_round(call.in(0).values[i] / in[1][i] + zero, OnnxRounding::kHalfEven);
    double& value = parts->result.values[i];
    if (!second) {
      value = (onnx_round(code / std::exp2(in[3][i] - in[4][i]), rounding) - zero) * in[1][i];
      continue;
    }
    const double step = std::exp2(onnx_round(std::log2(in[4][i] / in[1][i]), OnnxRounding::kHalfEven));
    const OnnxCodes codes = onnx_codes(in[5][i], is_signed, narrow);
    value = (onnx_round(std::clamp(code / step, codes.low, codes.high), rounding) - zero / step) * in[4][i];
  }
  return only(std::move(parts->result));
}

Result<std::vector<OnnxTensor>> onnx_quantize_linear(const OnnxCall& call) {
  const OnnxTensor* const zero = call.optional(2);
  const DType dtype = zero == nullptr ? DType::kUInt8 : zero->dtype;
  if (!is_float(call)) return no_float(call);
  if (!is_integer(dtype)) {
    return call.fault("onnx.type", fmt::format("quantizes to {}", to_string(dtype)), "use int8 or uint8");
  }
  const Result<std::vector<std::int64_t>> offsets = linear_offsets(call);
  if (!offsets) return faults(offsets.error());
  Result<OnnxTensor> result = call.blank(dtype, call.in(0).shape);
  if (!result) return faults(result.error());
  for (std::size_t i = 0; i < offsets->size(); ++i) {
    const auto at = static_cast<std::size_t>((*offsets)[i]);
    const double code = onnx_round(call.in(0).values[i] / call.in(1).values[at], OnnxRounding::kHalfEven) +
                        (zero == nullptr ? 0.0 : zero->values[at]);
    result->values[i] = std::isnan(code) ? 0.0 : std::clamp(code, lowest_of(dtype), highest_of(dtype));
  }
  return only(std::move(result));
}

Result<std::vector<OnnxTensor>> onnx_dequantize_linear(const OnnxCall& call) {
  const OnnxTensor* const zero = call.optional(2);
  if (!is_integer(call.in(0).dtype) || (zero != nullptr && zero->dtype != call.in(0).dtype)) {
    return call.fault("onnx.type",
                      fmt::format("takes {} with a zero point of {}", to_string(call.in(0).dtype),
                                  zero == nullptr ? "no type" : to_string(zero->dtype)),
                      "both have to be of one integer type");
  }
  const Result<std::vector<std::int64_t>> offsets = linear_offsets(call);
  if (!offsets) return faults(offsets.error());
  Result<OnnxTensor> result = call.blank(call.in(1).dtype, call.in(0).shape);
  if (!result) return faults(result.error());
  for (std::size_t i = 0; i < offsets->size(); ++i) {
    const auto at = static_cast<std::size_t>((*offsets)[i]);
    result->values[i] = (call.in(0).values[i] - (zero == nullptr ? 0.0 : zero->values[at])) * call.in(1).values[at];
  }
  return only(std::move(result));
}

}  // namespace rtl4ml
