#include "sw/quantize/fit_frac_width.hpp"

#include <algorithm>
#include <cmath>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {
namespace {

template <class T>
double squared_error(std::span<const T> values, const FixedType& type) {
  const double scale = std::ldexp(1.0, type.frac_width);
  const double unit = std::ldexp(1.0, -type.frac_width);
  const auto lowest = static_cast<double>(type.min_code());
  const auto highest = static_cast<double>(type.max_code());
  double sum = 0.0;
  for (const T value : values) {
    const auto real = static_cast<double>(value);
    if (!std::isfinite(real)) continue;
    // Adding and subtracting 2^52 * 1.5 rounds to the nearest integer, ties to even, without a call.
    constexpr double kRound = 6755399441055744.0;
    const double clamped = std::min(std::max(real * scale, lowest), highest);
    const double difference = real - ((clamped + kRound) - kRound) * unit;
    sum += difference * difference;
  }
  return sum;
}

template <class T>
int fit(std::span<const T> values, int width, bool is_signed, Ties ties) {
  double largest = 0.0;
  for (const T value : values) {
    const auto real = static_cast<double>(value);
    if (std::isfinite(real) && (is_signed || real > 0.0)) largest = std::max(largest, std::abs(real));
  }
  if (largest == 0.0) return 0;
  // Here the largest value just fits, or saturates by less than a factor of two.
  const int fitting = std::clamp(width - (is_signed ? 1 : 0) - 1 - std::ilogb(largest), -kMaxFracWidth, kMaxFracWidth);
  constexpr int kBelow = 2;  // room for values whose rounding carries
  constexpr int kAbove = 4;  // beyond this, saturation costs more than finer steps can gain
  const auto error_at = [&](int frac_width) { return squared_error(values, FixedType{width, frac_width, is_signed}); };
  int best = std::max(fitting - kBelow, -kMaxFracWidth);
  double least = error_at(best);
  for (int frac_width = best + 1; frac_width <= std::min(fitting + kAbove, kMaxFracWidth); ++frac_width) {
    const double error = error_at(frac_width);
    if (error < least || (error == least && ties == Ties::kFinest)) {
      least = error;
      best = frac_width;
    }
  }
  while (ties == Ties::kSmallest && best > -kMaxFracWidth && error_at(best - 1) <= least) --best;
  return best;
}

}  // namespace

int fit_frac_width(std::span<const float> values, int width, bool is_signed, Ties ties) {
  return fit(values, width, is_signed, ties);
}
int fit_frac_width(std::span<const double> values, int width, bool is_signed, Ties ties) {
  return fit(values, width, is_signed, ties);
}

}  // namespace rtl4ml
