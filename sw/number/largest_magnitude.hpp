// What a block's shared exponent is made from.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace rtl4ml {

/// The largest |value|, 0 of none; NaN does not count, and an infinity counts as the largest float.
template <class Real>
[[nodiscard]] double largest_magnitude(std::span<const Real> values) {
  Real largest = 0;
  for (const Real value : values) largest = std::max(largest, std::fabs(value));  // NaN is never the larger one
  return std::min(static_cast<double>(largest), static_cast<double>(std::numeric_limits<float>::max()));
}

}  // namespace rtl4ml
