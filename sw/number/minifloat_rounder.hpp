// Values to a minifloat and back, without the code between: for loops over many values.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "sw/number/minifloat_type.hpp"

namespace rtl4ml {

/// `quantize` of minifloat_type.hpp for floats, and for doubles that are not smaller than the least normal double.
/// A double of 2^52 steps and more has no fraction of a step, so that adding it rounds, and half_even of the step's
/// count is half_even of the code; where there is no mantissa it is not, and the codes have to be asked.
class MinifloatRounder {
 public:
  explicit MinifloatRounder(const MinifloatType& type)
      : type_(type),
        most_(decode(type.max_code(), type)),
        least_power_(std::ldexp(1.0, 1 - type.bias())),
        whole_(std::ldexp(1.0, kFraction - type.mantissa_width)) {}

  [[nodiscard]] double operator()(double value) const {
    if (type_.mantissa_width == 0) return quantize(value, type_);
    const double magnitude = std::fabs(value);
    const double clamped = magnitude > most_ ? most_ : magnitude;
    const double power = std::bit_cast<double>(std::bit_cast<std::uint64_t>(clamped) & kExponent);
    const double whole = (power > least_power_ ? power : least_power_) * whole_;
    const double rounded = std::copysign((clamped + whole) - whole, value);
    return type_.is_signed || !(value <= 0.0) ? rounded : 0.0;
  }

 private:
  static constexpr int kFraction = 52;
  static constexpr std::uint64_t kExponent = std::uint64_t{0x7ff} << kFraction;

  MinifloatType type_;
  double most_;
  double least_power_;  ///< the least normal number
  double whole_;        ///< 2^52 steps, in units of the value's power of two
};

}  // namespace rtl4ml
