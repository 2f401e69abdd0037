#include "sw/onnx/elementwise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace rtl4ml {
namespace {

constexpr const char* kAgain = "export the model again";
constexpr const char* kFloats = "use float32";

/// What is left to do for whole numbers: in range, or a fault.
Result<std::vector<OnnxTensor>> in_range(const OnnxCall& call, OnnxTensor tensor) {
  if (!is_floating_point(tensor.dtype)) {
    for (const double value : tensor.values) {
      if (value >= lowest_of(tensor.dtype) && value <= highest_of(tensor.dtype)) continue;
      return call.fault("onnx.value", fmt::format("gives {}, which {} does not hold", value, to_string(tensor.dtype)),
                        "use a wider type or float32");
    }
  }
  return only(std::move(tensor));
}

template <class Function>
Result<std::vector<OnnxTensor>> binary(const OnnxCall& call, Function function, bool same_type = true) {
  const OnnxTensor& a = call.in(0);
  const OnnxTensor& b = call.in(1);
  if ((same_type && a.dtype != b.dtype) || a.dtype == DType::kBool || b.dtype == DType::kBool) {
    return call.fault("onnx.type", fmt::format("takes {} and {}", to_string(a.dtype), to_string(b.dtype)), kFloats);
  }
  OnnxShape shape;
  if (!broadcast_shapes(a.shape, b.shape, shape)) {
    return call.fault(
        "onnx.shape",
        fmt::format("takes shapes {} and {}, which do not broadcast", shape_text(a.shape), shape_text(b.shape)),
        kAgain);
  }
  Result<OnnxTensor> result = call.blank(a.dtype, shape);
  if (!result) return faults(result.error());
  std::vector<double>& values = result->values;
  if (a.shape == shape && b.shape == shape) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = function(a.values[i], b.values[i]);
  } else {
    const std::vector<std::int64_t> of_a = source_offsets(shape, broadcast_strides(a.shape, shape));
    const std::vector<std::int64_t> of_b = source_offsets(shape, broadcast_strides(b.shape, shape));
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = function(a.values[static_cast<std::size_t>(of_a[i])], b.values[static_cast<std::size_t>(of_b[i])]);
    }
  }
  return in_range(call, std::move(*result));
}

enum class Takes { kFloats, kNumbers, kAll };

template <class Function>
Result<std::vector<OnnxTensor>> unary(const OnnxCall& call, Takes takes, Function function) {
  const OnnxTensor& x = call.in(0);
  if ((takes == Takes::kFloats && !is_floating_point(x.dtype)) ||
      (takes == Takes::kNumbers && x.dtype == DType::kBool)) {
    return call.fault("onnx.type", fmt::format("takes {}", to_string(x.dtype)), kFloats);
  }
  Result<OnnxTensor> result = call.blank(x.dtype, x.shape);
  if (!result) return faults(result.error());
  std::transform(x.values.begin(), x.values.end(), result->values.begin(), function);
  return in_range(call, std::move(*result));
}

/// A bound of Clip; fault where it is no single number of the input's type.
Result<double> bound(const OnnxCall& call, const char* attribute, std::size_t input, double otherwise) {
  const OnnxTensor* const given = call.optional(input);
  if (given == nullptr) return call.real(attribute, otherwise);
  if (given->numel() != 1 || given->dtype != call.in(0).dtype) {
    return call.fault(
        "onnx.shape",
        fmt::format("has a {} of shape {} and type {}", attribute, shape_text(given->shape), to_string(given->dtype)),
        "give it one number of the input's type");
  }
  return given->values.front();
}

bool is_half(DType dtype) { return dtype == DType::kFloat16 || dtype == DType::kBFloat16; }

}  // namespace

Result<std::vector<OnnxTensor>> onnx_add(const OnnxCall& call) {
  return binary(call, [](double a, double b) { return a + b; });
}

Result<std::vector<OnnxTensor>> onnx_sub(const OnnxCall& call) {
  return binary(call, [](double a, double b) { return a - b; });
}

Result<std::vector<OnnxTensor>> onnx_mul(const OnnxCall& call) {
  return binary(call, [](double a, double b) { return a * b; });
}

Result<std::vector<OnnxTensor>> onnx_div(const OnnxCall& call) {
  if (is_integer(call.in(0).dtype)) return binary(call, [](double a, double b) { return std::trunc(a / b); });
  return binary(call, [](double a, double b) { return a / b; });
}

Result<std::vector<OnnxTensor>> onnx_pow(const OnnxCall& call) {
  return binary(
      call, [](double a, double b) { return std::pow(a, b); }, false);
}

Result<std::vector<OnnxTensor>> onnx_neg(const OnnxCall& call) {
  return unary(call, Takes::kNumbers, [](double x) { return -x; });
}

Result<std::vector<OnnxTensor>> onnx_sqrt(const OnnxCall& call) {
  return unary(call, Takes::kFloats, [](double x) { return std::sqrt(x); });
}

Result<std::vector<OnnxTensor>> onnx_relu(const OnnxCall& call) {
  return unary(call, Takes::kNumbers, [](double x) { return x < 0.0 ? 0.0 : x; });
}

Result<std::vector<OnnxTensor>> onnx_leaky_relu(const OnnxCall& call) {
  constexpr double kSlope = 0.01F;
  const double slope = call.real("alpha", kSlope);
  return unary(call, Takes::kFloats, [slope](double x) { return x < 0.0 ? slope * x : x; });
}

Result<std::vector<OnnxTensor>> onnx_sigmoid(const OnnxCall& call) {
  return unary(call, Takes::kFloats, [](double x) { return 1.0 / (1.0 + std::exp(-x)); });
}

Result<std::vector<OnnxTensor>> onnx_tanh(const OnnxCall& call) {
  return unary(call, Takes::kFloats, [](double x) { return std::tanh(x); });
}

Result<std::vector<OnnxTensor>> onnx_elu(const OnnxCall& call) {
  const double alpha = call.real("alpha", 1.0);
  return unary(call, Takes::kFloats, [alpha](double x) { return x < 0.0 ? alpha * std::expm1(x) : x; });
}

Result<std::vector<OnnxTensor>> onnx_selu(const OnnxCall& call) {
  constexpr double kAlpha = 1.67326319217681884765625F, kGamma = 1.05070102214813232421875F;
  const double alpha = call.real("alpha", kAlpha), gamma = call.real("gamma", kGamma);
  return unary(call, Takes::kFloats, [=](double x) { return x > 0.0 ? gamma * x : gamma * (alpha * std::expm1(x)); });
}

Result<std::vector<OnnxTensor>> onnx_hard_sigmoid(const OnnxCall& call) {
  constexpr double kAlpha = 0.2F;
  const double alpha = call.real("alpha", kAlpha), beta = call.real("beta", 0.5);
  return unary(call, Takes::kFloats, [=](double x) {
    const double line = alpha * x + beta;
    return line < 0.0 ? 0.0 : line > 1.0 ? 1.0 : line;
  });
}

Result<std::vector<OnnxTensor>> onnx_softplus(const OnnxCall& call) {
  return unary(call, Takes::kFloats, [](double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); });
}

Result<std::vector<OnnxTensor>> onnx_softsign(const OnnxCall& call) {
  return unary(call, Takes::kFloats, [](double x) { return x / (1.0 + std::abs(x)); });
}

Result<std::vector<OnnxTensor>> onnx_prelu(const OnnxCall& call) {
  OnnxShape shape;
  if (!broadcast_shapes(call.in(0).shape, call.in(1).shape, shape) || shape != call.in(0).shape) {
    return call.fault("onnx.shape",
                      fmt::format("has slopes of shape {} for an input of shape {}", shape_text(call.in(1).shape),
                                  shape_text(call.in(0).shape)),
                      "give it one slope, or one per feature");
  }
  return binary(call, [](double x, double slope) { return x < 0.0 ? slope * x : x; });
}

Result<std::vector<OnnxTensor>> onnx_clip(const OnnxCall& call) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Result<double> low = bound(call, "min", 1, -kInfinity);
  if (!low) return faults(low.error());
  const Result<double> high = bound(call, "max", 2, kInfinity);
  if (!high) return faults(high.error());
  return unary(call, Takes::kNumbers, [&](double x) {
    const double raised = x < *low ? *low : x;
    return raised > *high ? *high : raised;
  });
}

Result<std::vector<OnnxTensor>> onnx_cast(const OnnxCall& call) {
  const std::optional<DType> to = onnx_dtype(call.integer("to", 0));
  if (!to || (is_half(*to) && call.in(0).dtype != *to)) {
    return call.fault("onnx.type",
                      fmt::format("casts {} to the element type {} of ONNX, which is not supported",
                                  to_string(call.in(0).dtype), call.integer("to", 0)),
                      "cast to float32 or to an integer");
  }
  Result<std::vector<OnnxTensor>> cast = unary(call, Takes::kAll, [&](double x) {
    if (*to == DType::kBool) return x == 0.0 ? 0.0 : 1.0;
    return is_integer(*to) ? std::trunc(x) : x;
  });
  if (!cast) return cast;
  cast->front().dtype = *to;
  return in_range(call, std::move(cast->front()));
}

Result<std::vector<OnnxTensor>> onnx_identity(const OnnxCall& call) {
  return unary(call, Takes::kAll, [](double x) { return x; });
}

Result<std::vector<OnnxTensor>> onnx_dropout(const OnnxCall& call) {
  const OnnxTensor* const training = call.optional(2);
  if (training != nullptr &&
      std::any_of(training->values.begin(), training->values.end(), [](double flag) { return flag != 0.0; })) {
    return call.fault("onnx.value", "is a Dropout that is training", "export the model in evaluation mode");
  }
  Result<std::vector<OnnxTensor>> outputs = onnx_identity(call);
  if (!outputs || call.node.outputs.size() < 2) return outputs;
  Result<OnnxTensor> mask = call.blank(DType::kBool, call.in(0).shape);
  if (!mask) return faults(mask.error());
  std::fill(mask->values.begin(), mask->values.end(), 1.0);
  outputs->push_back(std::move(*mask));
  return outputs;
}

}  // namespace rtl4ml
