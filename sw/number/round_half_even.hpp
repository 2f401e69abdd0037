// Rounding to integers inside loops over many values.
#pragma once

namespace rtl4ml {

/// The nearest integer, halfway the even one; |value| is at most 2^51. NaN stays NaN, zero is positive. Two additions:
/// at 2^52 and above a double has no fraction, so that the first one rounds.
[[nodiscard]] inline double round_half_even(double value) {
  constexpr double kWhole = 0x1.8p52;
  return (value + kWhole) - kWhole;
}

}  // namespace rtl4ml
