// Fixed-point types: what a width, a frac_width and a sign mean.
#pragma once

#include <cstdint>
#include <string>

namespace rtl4ml {

/// Exact accumulators of up to 120 bits.
__extension__ typedef __int128 Int128;

/// How a value between two codes is rounded. The numbers are the ROUNDING parameter of rtl_templates/number.
enum class Rounding { kHalfEven = 0, kHalfUp = 1, kHalfAway = 2, kFloor = 3, kTowardZero = 4 };

/// Whether a rounding begins by adding half a unit; fixed_number_pkg::adds_half in rtl_templates/number.
[[nodiscard]] constexpr bool adds_half(Rounding rounding) {
  return rounding == Rounding::kHalfEven || rounding == Rounding::kHalfUp || rounding == Rounding::kHalfAway;
}

/// What happens beyond the range of the type. The numbers are the OVERFLOW parameter of rtl_templates/number.
enum class Overflow { kSaturate = 0, kWrap = 1 };

/// A fixed-point type: value = code * 2^-frac_width, the code in two's complement when signed.
/// Units: width is the TOTAL number of bits, 1 to 32; frac_width may be negative or exceed width (-64 to 64).
struct FixedType {
  int width = 8;
  int frac_width = 0;
  bool is_signed = true;

  [[nodiscard]] std::int64_t min_code() const { return is_signed ? -(std::int64_t{1} << (width - 1)) : 0; }
  [[nodiscard]] std::int64_t max_code() const { return (std::int64_t{1} << (is_signed ? width - 1 : width)) - 1; }
  friend bool operator==(const FixedType&, const FixedType&) = default;
};

/// The largest supported width of a type, and the largest accumulator, in bits.
inline constexpr int kMaxWidth = 32;
inline constexpr int kMaxAccumulatorWidth = 120;

/// "s8.3" for signed, width 8, frac_width 3; "u8.8" when unsigned.
[[nodiscard]] std::string to_string(const FixedType& type);

/// The YAML word of a mode: "half_even", "half_up", "half_away", "floor", "toward_zero"; "saturate", "wrap".
[[nodiscard]] std::string to_string(Rounding rounding);
[[nodiscard]] std::string to_string(Overflow overflow);

}  // namespace rtl4ml
