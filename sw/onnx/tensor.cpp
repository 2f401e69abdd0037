#include "sw/onnx/tensor.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace rtl4ml {

std::optional<std::int64_t> onnx_numel(const OnnxShape& shape) {
  constexpr std::int64_t kMost = std::int64_t{1} << 40;
  OnnxShape nonzero;
  for (const std::int64_t size : shape) nonzero.push_back(size == 0 ? 1 : size);
  const std::optional<std::int64_t> product = checked_numel(nonzero);
  if (!product || *product > kMost) return std::nullopt;
  return nonzero == shape ? *product : 0;
}

OnnxShape row_major_strides(const OnnxShape& shape) {
  OnnxShape strides(shape.size(), 1);
  for (std::size_t d = shape.size(); d-- > 1;) strides[d - 1] = strides[d] * shape[d];
  return strides;
}

bool broadcast_shapes(const OnnxShape& a, const OnnxShape& b, OnnxShape& into) {
  const std::size_t rank = std::max(a.size(), b.size());
  OnnxShape shape(rank, 1);
  for (std::size_t d = 0; d < rank; ++d) {  // from the last dimension
    const std::int64_t of_a = d < a.size() ? a[a.size() - 1 - d] : 1;
    const std::int64_t of_b = d < b.size() ? b[b.size() - 1 - d] : 1;
    if (of_a != of_b && of_a != 1 && of_b != 1) return false;
    shape[rank - 1 - d] = of_a == 1 ? of_b : of_a;
  }
  into = std::move(shape);
  return true;
}

OnnxShape broadcast_strides(const OnnxShape& from, const OnnxShape& to) {
  assert(from.size() <= to.size());
  const OnnxShape plain = row_major_strides(from);
  OnnxShape strides(to.size(), 0);
  const std::size_t missing = to.size() - from.size();
  for (std::size_t d = 0; d < from.size(); ++d) {
    assert(from[d] == 1 || from[d] == to[missing + d]);
    if (from[d] != 1) strides[missing + d] = plain[d];
  }
  return strides;
}

std::vector<std::int64_t> source_offsets(const OnnxShape& shape, const OnnxShape& strides, std::int64_t start) {
  assert(shape.size() == strides.size());
  std::vector<std::int64_t> offsets(static_cast<std::size_t>(checked_numel(shape).value_or(0)));
  OnnxShape at(shape.size(), 0);
  std::int64_t offset = start;
  for (std::int64_t& entry : offsets) {
    entry = offset;
    for (std::size_t d = shape.size(); d-- > 0;) {  // one further, as an odometer
      offset += strides[d];
      if (++at[d] < shape[d]) break;
      offset -= strides[d] * shape[d];
      at[d] = 0;
    }
  }
  return offsets;
}

std::int64_t front_axis(std::int64_t axis, std::int64_t rank) {
  const std::int64_t front = axis < 0 ? axis + rank : axis;
  return front >= 0 && front < rank ? front : -1;
}

std::optional<DType> onnx_dtype(std::int64_t number) {
  switch (number) {
    case 1:
      return DType::kFloat32;
    case 2:
      return DType::kUInt8;
    case 3:
      return DType::kInt8;
    case 5:
      return DType::kInt16;
    case 6:
      return DType::kInt32;
    case 7:
      return DType::kInt64;
    case 9:
      return DType::kBool;
    case 10:
      return DType::kFloat16;
    case 11:
      return DType::kFloat64;
    case 16:
      return DType::kBFloat16;
    default:
      return std::nullopt;
  }
}

bool is_integer(DType dtype) { return !is_floating_point(dtype) && dtype != DType::kBool; }

double lowest_of(DType dtype) {
  assert(!is_floating_point(dtype));
  if (dtype == DType::kUInt8 || dtype == DType::kBool) return 0.0;
  return -std::ldexp(1.0, static_cast<int>(8 * byte_size(dtype)) - 1);
}

double highest_of(DType dtype) {
  assert(!is_floating_point(dtype));
  if (dtype == DType::kBool) return 1.0;
  if (dtype == DType::kUInt8) return 255.0;
  return std::ldexp(1.0, static_cast<int>(8 * byte_size(dtype)) - 1) - 1.0;
}

}  // namespace rtl4ml
