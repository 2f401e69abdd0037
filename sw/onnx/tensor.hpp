// A tensor of an ONNX graph, its elements in double precision.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sw/checkpoint/tensor.hpp"

namespace rtl4ml {

using OnnxShape = std::vector<std::int64_t>;

/// Shapes: values[product of shape], row-major; a scalar has the shape []
/// Units:  every element type is held in double, which loses integers beyond 2^53 only (they are rounded)
struct OnnxTensor {
  DType dtype = DType::kFloat32;
  OnnxShape shape;
  std::vector<double> values;

  [[nodiscard]] std::int64_t rank() const { return static_cast<std::int64_t>(shape.size()); }
  [[nodiscard]] std::int64_t numel() const { return static_cast<std::int64_t>(values.size()); }
};

/// More dimensions than any exporter writes are refused.
inline constexpr std::size_t kMostOnnxDimensions = 16;

/// The number of elements; nothing where a size is negative or the sizes that are not zero multiply to more than 2^40,
/// so that no product of sizes overflows.
[[nodiscard]] std::optional<std::int64_t> onnx_numel(const OnnxShape& shape);

/// Distance of neighbours along each dimension, in elements, of a row-major tensor.
[[nodiscard]] OnnxShape row_major_strides(const OnnxShape& shape);

/// The shape that two shapes broadcast to, by NumPy's rule; false where they do not.
[[nodiscard]] bool broadcast_shapes(const OnnxShape& a, const OnnxShape& b, OnnxShape& into);

/// The strides by which a tensor of shape `from` is read as one of shape `to`: 0 where it is repeated. `from` must
/// broadcast to `to`.
[[nodiscard]] OnnxShape broadcast_strides(const OnnxShape& from, const OnnxShape& to);

/// Where each element of a tensor of this shape, in row-major order, lies in a source that is read by these strides.
/// Shapes: strides[rank] -> [numel]
[[nodiscard]] std::vector<std::int64_t> source_offsets(const OnnxShape& shape, const OnnxShape& strides,
                                                       std::int64_t start = 0);

/// The axis counted from the front: -1 is the last of `rank`; -1 where there is no such axis.
[[nodiscard]] std::int64_t front_axis(std::int64_t axis, std::int64_t rank);

/// The element type of a number of TensorProto.DataType; nothing for those that are not supported.
[[nodiscard]] std::optional<DType> onnx_dtype(std::int64_t number);

/// Whether a type counts in whole numbers (bool is none of them).
[[nodiscard]] bool is_integer(DType dtype);

/// The range of an integer type, or of bool, in double: the largest int64 is 2^63 here.
[[nodiscard]] double lowest_of(DType dtype);
[[nodiscard]] double highest_of(DType dtype);

}  // namespace rtl4ml
