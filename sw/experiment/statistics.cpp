#include "sw/experiment/statistics.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace rtl4ml {

double student_t_95(int degrees_of_freedom) {
  assert(degrees_of_freedom >= 1);
  constexpr std::array kTable = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
                                 2.2010,  2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
                                 2.0796,  2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423};
  if (degrees_of_freedom <= static_cast<int>(kTable.size()))
    return kTable[static_cast<std::size_t>(degrees_of_freedom) - 1];
  constexpr double z = 1.959964;
  const double n = degrees_of_freedom;
  return z + (std::pow(z, 3) + z) / (4 * n) + (5 * std::pow(z, 5) + 16 * std::pow(z, 3) + 3 * z) / (96 * n * n);
}

Summary summarize(std::span<const double> values) {
  Summary summary;
  double sum = 0.0;
  summary.least = std::numeric_limits<double>::infinity();
  summary.most = -summary.least;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    ++summary.count;
    sum += value;
    summary.least = std::min(summary.least, value);
    summary.most = std::max(summary.most, value);
  }
  if (summary.count == 0) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    return {0, kNone, 0.0, kNone, kNone};
  }
  summary.mean = sum / summary.count;
  if (summary.count < 2) return summary;
  double squares = 0.0;
  for (const double value : values) {
    if (std::isfinite(value)) squares += (value - summary.mean) * (value - summary.mean);
  }
  const double deviation = std::sqrt(squares / (summary.count - 1));
  summary.half_width = student_t_95(summary.count - 1) * deviation / std::sqrt(static_cast<double>(summary.count));
  return summary;
}

}  // namespace rtl4ml
