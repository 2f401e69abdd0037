// Operators on single elements, with NumPy's broadcasting.
#pragma once

#include "sw/onnx/operator.hpp"

namespace rtl4ml {

/// a op b of two tensors of one type; whole numbers divide towards zero and must stay in their type.
/// Source: ONNX's operators Add, Sub, Mul, Div, Pow
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_add(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_sub(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_mul(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_div(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_pow(const OnnxCall& call);  ///< of the base's type

[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_neg(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_sqrt(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_relu(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_leaky_relu(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_sigmoid(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_tanh(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_elu(const OnnxCall& call);   ///< x, or alpha (exp(x) - 1) below 0
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_selu(const OnnxCall& call);  ///< gamma times an Elu
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_hard_sigmoid(const OnnxCall& call);  ///< alpha x + beta, in [0, 1]
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_softplus(const OnnxCall& call);      ///< log(1 + exp(x))
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_softsign(const OnnxCall& call);      ///< x / (1 + |x|)
/// x where x >= 0, else slope * x; the slope is repeated to the shape of x.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_prelu(const OnnxCall& call);
/// min(max(x, low), high), the bounds as attributes (before version 11) or as inputs.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_clip(const OnnxCall& call);
/// Between the float types but the halves nothing changes; whole numbers are cut towards zero.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_cast(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_identity(const OnnxCall& call);
/// As trained: nothing is dropped; the second output is all true.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_dropout(const OnnxCall& call);

}  // namespace rtl4ml
