#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

std::string to_string(const FixedType& type) {
  return (type.is_signed ? "s" : "u") + std::to_string(type.width) + "." + std::to_string(type.frac_width);
}

std::string to_string(Rounding rounding) {
  switch (rounding) {
    case Rounding::kHalfEven:
      return "half_even";
    case Rounding::kHalfUp:
      return "half_up";
    case Rounding::kHalfAway:
      return "half_away";
    case Rounding::kFloor:
      return "floor";
    case Rounding::kTowardZero:
      return "toward_zero";
  }
  return "";
}

std::string to_string(Overflow overflow) { return overflow == Overflow::kSaturate ? "saturate" : "wrap"; }

}  // namespace rtl4ml
