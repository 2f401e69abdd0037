#include "sw/number/ternary_type.hpp"

#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

#include "sw/number/binary_type.hpp"

namespace rtl4ml {
namespace {

/// The mean, as a float, of the finite magnitudes above the threshold; 0 of none.
double mean_above(std::span<const float> values, double threshold) {
  double sum = 0.0;
  double count = 0.0;
  for (const float value : values) {
    const double magnitude = std::fabs(value);
    // Factors instead of branches: which values are above is hard to foresee. What is not finite must not be a factor.
    const bool finite = magnitude <= std::numeric_limits<float>::max();
    const double counts = magnitude > threshold ? 1.0 : 0.0;
    sum += counts * (finite ? magnitude : 0.0);
    count += finite ? counts : 0.0;
  }
  return count == 0.0 ? 0.0 : static_cast<float>(sum / count);
}

/// The mean of the n largest magnitudes where their sum^2 / n, which is what the error is less than with all codes 0,
/// is largest; n as far as the leading bits of the magnitudes tell.
double first_scale(std::span<const float> values) {
  constexpr int kDropped = 18;  // of 31 bits: the exponent and 5 of the mantissa stay
  constexpr std::size_t kGroups = std::size_t{0x7f800000} >> kDropped;  // infinities and NaN lie above
  struct Group {
    double sum = 0.0;
    double count = 0.0;
  };
  std::vector<Group> groups(kGroups);
  for (const float value : values) {
    const float magnitude = std::fabs(value);
    const std::size_t group = std::bit_cast<std::uint32_t>(magnitude) >> kDropped;
    if (group >= kGroups) continue;
    groups[group].sum += magnitude;
    groups[group].count += 1.0;
  }
  double sum = 0.0;
  double count = 0.0;
  double most = 0.0;
  double scale = 0.0;
  for (std::size_t group = kGroups; group > 0; --group) {
    if (groups[group - 1].count == 0.0) continue;
    sum += groups[group - 1].sum;
    count += groups[group - 1].count;
    if (sum * sum / count <= most) continue;
    most = sum * sum / count;
    scale = sum / count;
  }
  return scale;
}

}  // namespace

double ternary_scale(std::span<const float> values, const TernaryType& type) {
  constexpr int kMostSteps = 64;  // a few suffice; the float's rounding could make it turn in a circle
  double scale = first_scale(values);
  for (int step = 0; step < kMostSteps; ++step) {
    const double next = mean_above(values, scale / 2.0);
    if (next == scale) break;
    scale = next;
  }
  return type.power_of_two ? nearest_power_of_two(scale) : scale;
}

std::int32_t encode_ternary(double value, double scale) {
  assert(!std::isnan(value));
  const double half = scale / 2.0;
  if (value > half) return 1;
  return value < -half ? -1 : 0;
}

double decode_ternary(std::int32_t code, double scale) { return code * scale; }

std::string to_string(const TernaryType& type) { return type.power_of_two ? "ternary_power_of_two" : "ternary"; }

}  // namespace rtl4ml
