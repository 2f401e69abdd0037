#include "sw/number/convert.hpp"

#include <cassert>
#include <cmath>
#include <limits>

namespace rtl4ml {
namespace {

__extension__ typedef unsigned __int128 UInt128;

/// The fraction that a right shift drops, compared with a half.
enum class Fraction { kZero, kBelowHalf, kHalf, kAboveHalf };

/// value / 2^shift towards minus infinity, and what that dropped.
struct Split {
  Int128 floor = 0;
  Fraction fraction = Fraction::kZero;
};

Split split(Int128 value, int shift) {
  constexpr int kBits = 128;
  if (shift > kBits) {  // |value| <= 2^127 is less than half of 2^shift
    if (value == 0) return {};
    return value < 0 ? Split{-1, Fraction::kAboveHalf} : Split{0, Fraction::kBelowHalf};
  }
  const Int128 floor = shift == kBits ? (value < 0 ? -1 : 0) : value >> shift;
  const UInt128 unit = shift == kBits ? 0 : UInt128{1} << shift;
  const UInt128 dropped = static_cast<UInt128>(value) & (unit - 1);  // a unit of 2^128 masks nothing
  const UInt128 half = UInt128{1} << (shift - 1);
  if (dropped == 0) return {floor, Fraction::kZero};
  if (dropped == half) return {floor, Fraction::kHalf};
  return {floor, dropped < half ? Fraction::kBelowHalf : Fraction::kAboveHalf};
}

/// Whether the number between floor and floor + 1 is rounded to floor + 1.
bool rounds_up(const Split& parts, bool negative, Rounding rounding) {
  const bool nearest_is_up = parts.fraction == Fraction::kAboveHalf;
  const bool tie = parts.fraction == Fraction::kHalf;
  switch (rounding) {
    case Rounding::kHalfEven:
      return nearest_is_up || (tie && (parts.floor & 1) != 0);
    case Rounding::kHalfUp:
      return nearest_is_up || tie;
    case Rounding::kHalfAway:
      return nearest_is_up || (tie && !negative);
    case Rounding::kFloor:
      return false;
    case Rounding::kTowardZero:
      return negative && parts.fraction != Fraction::kZero;
  }
  return false;
}

/// The low `width` bits as a code of the type.
std::int64_t wrap(UInt128 bits, const FixedType& type) {
  const auto low = static_cast<std::int64_t>(bits & ((UInt128{1} << type.width) - 1));
  return low > type.max_code() ? low - (std::int64_t{1} << type.width) : low;
}

std::int64_t saturate(Int128 value, const FixedType& type) {
  if (value < type.min_code()) return type.min_code();
  if (value > type.max_code()) return type.max_code();
  return static_cast<std::int64_t>(value);
}

}  // namespace

Int128 round_shift(Int128 value, int shift, Rounding rounding) {
  if (shift <= 0) return value == 0 ? 0 : static_cast<Int128>(static_cast<UInt128>(value) << -shift);
  const Split parts = split(value, shift);
  return parts.floor + (rounds_up(parts, value < 0, rounding) ? 1 : 0);
}

std::int64_t fit(Int128 value, const FixedType& type, Overflow overflow) {
  return overflow == Overflow::kWrap ? wrap(static_cast<UInt128>(value), type) : saturate(value, type);
}

std::int64_t convert(Int128 value, int from_frac_width, const FixedType& to, Rounding rounding, Overflow overflow) {
  const int shift = from_frac_width - to.frac_width;
  if (shift >= 0) return fit(round_shift(value, shift, rounding), to, overflow);
  if (value == 0) return 0;
  const int left = -shift;
  if (overflow == Overflow::kWrap) return left >= to.width ? 0 : wrap(static_cast<UInt128>(value) << left, to);
  // Whatever is outside already stays outside, and from `width` bits on every value but zero leaves the range.
  const std::int64_t inside = saturate(value, to);
  if (inside != value || left > to.width) return value < 0 ? to.min_code() : to.max_code();
  return saturate(static_cast<Int128>(static_cast<UInt128>(value) << left), to);
}

std::int64_t quantize(double value, const FixedType& type, Rounding rounding, Overflow overflow) {
  assert(!std::isnan(value));
  if (std::isinf(value)) {
    if (overflow == Overflow::kWrap) return 0;
    return value < 0 ? type.min_code() : type.max_code();
  }
  // Every double is an integer of 53 bits times a power of two.
  constexpr int kDigits = std::numeric_limits<double>::digits;
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  const auto integer = static_cast<std::int64_t>(std::ldexp(fraction, kDigits));
  return convert(integer, kDigits - exponent, type, rounding, overflow);
}

double dequantize(std::int64_t code, const FixedType& type) {
  return std::ldexp(static_cast<double>(code), -type.frac_width);
}

}  // namespace rtl4ml
