// Plain floats as LibTorch's tensors, and back.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "sw/train/matrix.hpp"
#include "sw/train/tensor.hpp"

namespace rtl4ml {

/// The matrix' own memory, which must outlive the tensor. Shapes: [rows][columns]
[[nodiscard]] at::Tensor view_of(const Matrix& matrix);
/// The same of labels, as 64 bit integers. Shapes: [n]
[[nodiscard]] at::Tensor view_of(const std::vector<std::int64_t>& labels);

/// A copy. Precondition: as many values as the shape holds
[[nodiscard]] at::Tensor tensor_of(std::span<const float> values, std::initializer_list<std::int64_t> shape);

/// The memory of a contiguous float tensor; empty for an undefined one.
[[nodiscard]] std::span<float> span_of(const at::Tensor& tensor);
/// The values, row-major; empty for an undefined tensor.
[[nodiscard]] std::vector<float> floats_of(const at::Tensor& tensor);

/// Overwrites the values of a contiguous float tensor behind autograd's back. Precondition: as many values
void assign(const at::Tensor& tensor, std::span<const float> values);

}  // namespace rtl4ml
