// Operators that move elements and count them: shapes, and what is computed of shapes.
#pragma once

#include "sw/onnx/operator.hpp"

namespace rtl4ml {

[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_transpose(const OnnxCall& call);
/// 0 in the new shape keeps a size (unless `allowzero`), one -1 takes what is left.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_reshape(const OnnxCall& call);
/// To two dimensions: those before `axis`, and the others.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_flatten(const OnnxCall& call);
/// Axes as an attribute (before version 13) or as an input.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_squeeze(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_unsqueeze(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_shape(const OnnxCall& call);
/// Shapes: data[..a.., n, ..b..], indices[..i..] -> [..a.., ..i.., ..b..]
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_gather(const OnnxCall& call);
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_concat(const OnnxCall& call);
/// Starts, ends, axes and steps as attributes (before version 10, without steps) or as inputs.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_slice(const OnnxCall& call);

}  // namespace rtl4ml
