// A tensor in one of the forms that compression knows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/quantize/affine_type.hpp"
#include "sw/quantize/cluster.hpp"
#include "sw/quantize/group_wise.hpp"

namespace rtl4ml {

/// Codes of 8 or 16 bits, each with the same symmetric type.
struct LinearCodes {
  int width = 8;
  float scale = 1.0F;
  std::vector<std::int16_t> codes;
};

/// Bits of IEEE binary16.
struct HalfValues {
  std::vector<std::uint16_t> bits;
};

using CompressedContent = std::variant<std::vector<float>, HalfValues, LinearCodes, Clustered, GroupWise>;

struct CompressedTensor {
  std::string name;  ///< "fc1.weight"
  std::vector<std::int64_t> shape;
  CompressedContent content;
};

/// Codes by the largest magnitude; the type is symmetric without its least code, its scale rounded to float32.
/// Errors: quantize.width (neither 8 nor 16), quantize.non_finite, quantize.no_values
[[nodiscard]] Result<LinearCodes> linear_codes(std::span<const float> values, int width);

/// Errors: quantize.half_range
[[nodiscard]] Result<HalfValues> half_values(std::span<const float> values);

/// The values that the content stands for. Shapes: -> [product of the tensor's shape]
[[nodiscard]] std::vector<float> values_of(const CompressedContent& content);

/// Bytes of codes, scales, zero points and codebooks, as they are stored; names and shapes are not counted.
[[nodiscard]] std::int64_t payload_bytes(const CompressedContent& content);

}  // namespace rtl4ml
