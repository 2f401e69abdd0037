// Binary numbers: a sign, and one scale for the whole tensor.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace rtl4ml {

/// value = scale where the code is 1, -scale where it is 0. The scale is the tensor's.
/// Source: docs/number_formats.md; Rastegari et al., XNOR-Net, 2016 (the scale)
struct BinaryType {
  bool power_of_two = false;  ///< the scale is a power of two
  friend bool operator==(const BinaryType&, const BinaryType&) = default;
};

/// The scale with the least squared error, rounded to a float: the mean of |value|; or the power of two nearest to it.
/// 0 where all values are 0; what is not finite does not count.
[[nodiscard]] double binary_scale(std::span<const float> values, const BinaryType& type);

/// 1 where value >= 0, zeros of both signs among them: halfway is up; 0 below. NaN is a programming error.
[[nodiscard]] std::uint32_t encode_binary(double value);

/// scale or -scale.
[[nodiscard]] double decode_binary(std::uint32_t code, double scale);

/// The power of two nearest to a scale, halfway the smaller one, at most 2^127; 0 of 0.
[[nodiscard]] double nearest_power_of_two(double scale);

/// "binary", "binary_power_of_two".
[[nodiscard]] std::string to_string(const BinaryType& type);

}  // namespace rtl4ml
