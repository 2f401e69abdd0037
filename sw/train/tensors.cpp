#include "sw/train/tensors.hpp"

#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <cassert>

namespace rtl4ml {
namespace {

/// from_blob takes a mutable pointer, but what is const here is only read.
at::Tensor view(const float* values, at::IntArrayRef shape) {
  return at::from_blob(const_cast<float*>(values), shape, at::kFloat);
}

}  // namespace

at::Tensor view_of(const Matrix& matrix) { return view(matrix.values.data(), {matrix.rows, matrix.columns}); }

at::Tensor view_of(const std::vector<std::int64_t>& labels) {
  return at::from_blob(const_cast<std::int64_t*>(labels.data()), {static_cast<std::int64_t>(labels.size())}, at::kLong);
}

at::Tensor tensor_of(std::span<const float> values, std::initializer_list<std::int64_t> shape) {
  const at::Tensor viewed = view(values.data(), at::IntArrayRef(shape.begin(), shape.size()));
  assert(viewed.numel() == static_cast<std::int64_t>(values.size()));
  return viewed.clone();
}

std::span<float> span_of(const at::Tensor& tensor) {
  if (!tensor.defined()) return {};
  assert(tensor.is_contiguous());
  return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

std::vector<float> floats_of(const at::Tensor& tensor) {
  if (!tensor.defined()) return {};
  const at::Tensor plain = tensor.contiguous();
  const std::span<const float> values = span_of(plain);
  return {values.begin(), values.end()};
}

void assign(const at::Tensor& tensor, std::span<const float> values) {
  const std::span<float> target = span_of(tensor);
  assert(target.size() == values.size());
  std::copy(values.begin(), values.end(), target.begin());
}

}  // namespace rtl4ml
