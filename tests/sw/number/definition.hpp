// What rounding and overflow mean, written a second time and in floating point, for tests to compare with.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

inline constexpr std::array kRoundings = {Rounding::kHalfEven, Rounding::kHalfUp, Rounding::kHalfAway, Rounding::kFloor,
                                          Rounding::kTowardZero};
inline constexpr std::array kOverflows = {Overflow::kSaturate, Overflow::kWrap};

/// A real number rounded to an integer, by the C library's own rounding functions; exact for the small numbers of these
/// tests.
inline double rounded(double x, Rounding rounding) {
  switch (rounding) {
    case Rounding::kHalfEven:
      return std::nearbyint(x);  // ties to even in the default environment
    case Rounding::kHalfUp:
      return std::floor(x + 0.5);
    case Rounding::kHalfAway:
      return std::round(x);
    case Rounding::kFloor:
      return std::floor(x);
    case Rounding::kTowardZero:
      return std::trunc(x);
  }
  return 0.0;
}

/// An integer brought into the range of the type.
inline double fitted(double integer, const FixedType& type, Overflow overflow) {
  const double least = type.is_signed ? -std::exp2(type.width - 1) : 0.0;
  const double most = least + std::exp2(type.width) - 1.0;
  if (overflow == Overflow::kSaturate) return std::fmin(std::fmax(integer, least), most);
  const double period = std::exp2(type.width);
  return integer - period * std::floor((integer - least) / period);
}

/// The code that a real number has in a type; exact while the scaled number is exact in double.
inline std::int64_t defined_code(double value, const FixedType& type, Rounding rounding, Overflow overflow) {
  return static_cast<std::int64_t>(fitted(rounded(std::ldexp(value, type.frac_width), rounding), type, overflow));
}

/// The real value of a code.
inline double defined_value(std::int64_t code, const FixedType& type) {
  return std::ldexp(static_cast<double>(code), -type.frac_width);
}

}  // namespace rtl4ml
