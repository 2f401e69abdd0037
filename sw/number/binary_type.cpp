#include "sw/number/binary_type.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace rtl4ml {

double nearest_power_of_two(double scale) {
  constexpr int kMostExponent = 127;
  if (scale == 0.0) return 0.0;
  const int exponent = std::ilogb(scale);
  const bool up = scale > std::ldexp(1.5, exponent);
  return std::ldexp(1.0, std::min(exponent + (up ? 1 : 0), kMostExponent));
}

double binary_scale(std::span<const float> values, const BinaryType& type) {
  double sum = 0.0;
  std::int64_t count = 0;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    sum += std::fabs(value);
    ++count;
  }
  const double mean = count == 0 ? 0.0 : static_cast<float>(sum / static_cast<double>(count));
  return type.power_of_two ? nearest_power_of_two(mean) : mean;
}

std::uint32_t encode_binary(double value) {
  assert(!std::isnan(value));
  return value >= 0.0 ? 1 : 0;
}

double decode_binary(std::uint32_t code, double scale) { return code != 0 ? scale : -scale; }

std::string to_string(const BinaryType& type) { return type.power_of_two ? "binary_power_of_two" : "binary"; }

}  // namespace rtl4ml
