// What "the nearest value" means, by looking through all of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace rtl4ml {

/// One number of a format.
struct CodedValue {
  std::uint32_t code;
  double value;
};

/// The entry whose value is nearest; halfway that of the even code. Beyond the last value that one is; differences of
/// long doubles are exact where it is near halfway. The values in order.
inline CodedValue nearest(const std::vector<CodedValue>& table, double x) {
  x = std::min(x, table.back().value);
  CodedValue best = table.front();
  long double least = std::numeric_limits<long double>::infinity();
  for (const CodedValue& entry : table) {
    const long double distance = std::fabs(static_cast<long double>(x) - static_cast<long double>(entry.value));
    if (distance > least || (distance == least && entry.code % 2 != 0)) continue;
    least = distance;
    best = entry;
  }
  return best;
}

/// Points that tell one rounding from another: for each pair of neighbours both, the middle, the doubles beside it and
/// beside the values, and points between; and far beyond both ends. The values in order.
inline std::vector<double> probes(std::vector<double> values) {
  constexpr double kFar = 1e300;
  std::sort(values.begin(), values.end());
  std::vector<double> points = {values.back() * 1.001, values.back() * 2.0, kFar, values.front() / 3.0, 1e-310};
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    const double a = values[i];
    const double b = values[i + 1];
    const double middle = (a + b) / 2.0;
    for (const double point : {a, b, middle, a + (b - a) / 3.0, a + (b - a) / 1.01}) {
      points.insert(points.end(), {std::nextafter(point, -kFar), point, std::nextafter(point, kFar)});
    }
  }
  return points;
}

}  // namespace rtl4ml
