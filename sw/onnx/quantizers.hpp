// Quantizers: QONNX's Quant, BipolarQuant and Trunc, ONNX's QuantizeLinear and DequantizeLinear.
#pragma once

#include <optional>
#include <string>

#include "sw/onnx/operator.hpp"

namespace rtl4ml {

/// How QONNX rounds; kUp and kHalfUp go away from zero, kDown and kHalfDown towards it.
enum class OnnxRounding { kHalfEven, kCeil, kFloor, kUp, kDown, kHalfUp, kHalfDown };

/// "ROUND" and "HALF_EVEN" are one mode, "DOWN" and "ROUND_TO_ZERO" another; upper or lower case. Nothing for other
/// words.
[[nodiscard]] std::optional<OnnxRounding> parse_onnx_rounding(const std::string& word);
/// As this project's documents spell it: "half_even", "ceil", "floor", "up", "down", "half_up", "half_down".
[[nodiscard]] std::string to_string(OnnxRounding rounding);
/// The whole number; what is no number, or infinite, stays.
[[nodiscard]] double onnx_round(double value, OnnxRounding rounding);

/// The codes of a Quant: signed from -2^(width-1), or one more where narrow; unsigned to 2^width-1, or one less. A
/// signed width of 1 is bipolar: -1 and 1, without 0.
struct OnnxCodes {
  double low, high;
  bool bipolar;
};
[[nodiscard]] OnnxCodes onnx_codes(double width, bool is_signed, bool narrow);

/// Inputs: x, scale, zero point, width; the last three are repeated to the shape of x.
/// (fit(round(x / scale + zero)) - zero) * scale. Source: QONNX, IntQuant version 1
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_quant(const OnnxCall& call);

/// scale where x >= 0, else -scale. Source: QONNX, BipolarQuant version 1
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_bipolar_quant(const OnnxCall& call);

/// Version 1, inputs x, scale, zero, in width, out width: (round(half_even(x / scale + zero) / 2^(in - out)) - zero) *
/// scale. Version 2, inputs x, scale, zero, in width, out scale, out width: the step is the power of two nearest to out
/// scale / scale, the result fits the codes of out width: (fit(round(half_even(x / scale + zero) / step)) - zero /
/// step) * out scale. Source: QONNX, Trunc versions 1 and 2
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_trunc(const OnnxCall& call);

/// fit(half_even(x / scale) + zero), of the zero point's type, or uint8. Source: ONNX
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_quantize_linear(const OnnxCall& call);

/// (x - zero) * scale. Source: ONNX
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_dequantize_linear(const OnnxCall& call);

}  // namespace rtl4ml
