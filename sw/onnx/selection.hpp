// Operators that compare the elements along an axis.
#pragma once

#include "sw/onnx/operator.hpp"

namespace rtl4ml {

/// exp(x - largest) / sum, along one axis; before version 13 along all axes from `axis` on.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_softmax(const OnnxCall& call);

/// The logarithm of a softmax: x - largest - log(sum).
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_log_softmax(const OnnxCall& call);

/// The place of the largest element along an axis, the first of equals or (`select_last_index`) the last. int64
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_argmax(const OnnxCall& call);

/// The k largest (or smallest) elements along an axis and their places, of equals the first ones; in order, sorted or
/// not.
[[nodiscard]] Result<std::vector<OnnxTensor>> onnx_topk(const OnnxCall& call);

}  // namespace rtl4ml
