// Matrix products and batch normalisation. Sums run over the shared dimension from its start.
#pragma once

#include "sw/onnx/operator.hpp"

namespace rtl4ml {

/// NumPy's matmul. Shapes: [..., m, k] x [..., k, n] -> [..., m, n]; a vector is a row on the left, a column on the
/// right
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_matmul(const OnnxCall& call);

/// alpha * A' B' + beta * C. Shapes: A'[m, k], B'[k, n] after transA and transB; C broadcasts to [m, n], or is left out
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_gemm(const OnnxCall& call);

/// (x - mean) / sqrt(variance + epsilon) * scale + bias, in evaluation mode.
/// Shapes: x[n, channels, ...]; scale, bias, mean, variance [channels]
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_batch_normalization(const OnnxCall& call);

}  // namespace rtl4ml
