// Ternary numbers: -1, 0, 1, and one scale for the whole tensor.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace rtl4ml {

/// value = code * scale; the code is two's complement of 2 bits, of which -2 is not used. The scale is the tensor's.
/// Source: docs/number_formats.md; Li et al., Ternary Weight Networks, 2016 (the problem; they approximate the scale)
struct TernaryType {
  bool power_of_two = false;  ///< the scale is a power of two
  friend bool operator==(const TernaryType&, const TernaryType&) = default;
};

/// The scale, a float, with the least squared error: for the n largest magnitudes that is their mean, for every n with
/// which their sum^2 / n is largest. The n are those that leading bits of floats tell apart; then the mean of what is
/// above half the scale is taken until it stays, so that neither another scale for the same codes nor another code for
/// the same scale has less error. Or the power of two nearest to it.
/// 0 where all values are 0; what is not finite does not count.
[[nodiscard]] double ternary_scale(std::span<const float> values, const TernaryType& type);

/// The nearest code, -1, 0 or 1; halfway 0, the even one. NaN is a programming error.
[[nodiscard]] std::int32_t encode_ternary(double value, double scale);

/// code * scale.
[[nodiscard]] double decode_ternary(std::int32_t code, double scale);

/// "ternary", "ternary_power_of_two".
[[nodiscard]] std::string to_string(const TernaryType& type);

}  // namespace rtl4ml
