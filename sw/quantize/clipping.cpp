#include "sw/quantize/clipping.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace rtl4ml {
namespace {

using Bins = std::vector<std::int64_t>;

/// The end of the bin that holds the rank-th smallest magnitude (from 1), `before` of which are zero.
double magnitude_of_rank(const Bins& bins, double bin_width, std::int64_t before, std::int64_t rank) {
  if (rank <= before) return 0.0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    before += bins[i];
    if (rank <= before) return static_cast<double>(i + 1) * bin_width;
  }
  return static_cast<double>(bins.size()) * bin_width;
}

std::int64_t total_of(const Bins& bins) {
  std::int64_t total = 0;
  for (const std::int64_t count : bins) total += count;
  return total;
}

std::int64_t rank_of(double share, std::int64_t count) {
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count))), 1, count);
}

/// The squared error of one side of zero, for magnitudes.
class SquaredError {
 public:
  SquaredError(double scale, std::int64_t codes)
      : scale_(scale), last_(static_cast<double>(codes)), end_(last_ * scale) {}

  /// The integral of the squared error from 0 to a magnitude.
  [[nodiscard]] double operator()(double magnitude) const {
    if (magnitude > end_) return inside(end_, last_) + cube(magnitude - end_) / 3.0;
    return inside(magnitude, std::min(std::nearbyint(magnitude / scale_), last_));
  }

 private:
  static double cube(double x) { return x * x * x; }
  [[nodiscard]] double inside(double magnitude, double code) const {
    return code * cube(scale_) / 12.0 + cube(magnitude - code * scale_) / 3.0;
  }
  double scale_, last_, end_;
};

double squared_error_of(const Bins& bins, double bin_width, const SquaredError& integral) {
  double sum = 0.0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins[i] == 0) continue;
    const auto begin = static_cast<double>(i) * bin_width;
    sum += static_cast<double>(bins[i]) * (integral(begin + bin_width) - integral(begin)) / bin_width;
  }
  return sum;
}

constexpr int kSteps = 100;

}  // namespace

ClippedRange percentile_range(const Histogram& histogram, const ClippedRange& extremes, const AffineShape& shape,
                              double percent) {
  const std::int64_t count = histogram.count();
  const double width = histogram.bin_width();
  const std::int64_t zeros = histogram.zeros();
  if (shape.symmetric && shape.is_signed) {
    const double magnitude = magnitude_of_rank(histogram.magnitudes(), width, zeros, rank_of(percent / 100.0, count));
    return {std::max(extremes.low, -magnitude), std::min(extremes.high, magnitude)};
  }
  const double tail = shape.symmetric ? percent / 100.0 : 0.5 + percent / 200.0;
  const std::int64_t rank = rank_of(tail, count);
  const double high = magnitude_of_rank(histogram.positive(), width, zeros + total_of(histogram.negative()), rank);
  const double low = -magnitude_of_rank(histogram.negative(), width, zeros + total_of(histogram.positive()), rank);
  return {std::max(extremes.low, low), std::min(extremes.high, high)};
}

double expected_squared_error(const Histogram& histogram, const AffineType& type) {
  if (histogram.count() == histogram.zeros()) return 0.0;
  const SquaredError above(type.scale, type.max_code() - type.zero_point);
  const SquaredError below(type.scale, type.zero_point - type.min_code());
  const double width = histogram.bin_width();
  return (squared_error_of(histogram.positive(), width, above) + squared_error_of(histogram.negative(), width, below)) /
         static_cast<double>(histogram.count());
}

ClippedRange least_squares_range(const Histogram& histogram, const ClippedRange& extremes, const AffineShape& shape) {
  const auto scaled = [](double value, int step) { return value * step / kSteps; };
  const auto error_at = [&](int low, int high) {
    const Result<AffineType> type = affine_type_of_range(scaled(extremes.low, low), scaled(extremes.high, high), shape);
    return type ? expected_squared_error(histogram, *type) : std::numeric_limits<double>::infinity();
  };
  int low = kSteps;
  int high = kSteps;
  double least = error_at(low, high);
  // The widest of equal ones comes first.
  const auto search = [&](int& moved, const auto& error_of) {
    const double before = least;
    for (int step = kSteps; step >= 1; --step) {
      const double error = error_of(step);
      if (error < least) {
        least = error;
        moved = step;
      }
    }
    return least < before;
  };
  if (shape.symmetric) {
    int both = kSteps;
    search(both, [&](int step) { return error_at(step, step); });
    low = high = both;
  } else {
    bool gained = true;
    while (gained) {
      gained = extremes.high > 0.0 && search(high, [&](int step) { return error_at(low, step); });
      if (extremes.low < 0.0 && search(low, [&](int step) { return error_at(step, high); })) gained = true;
    }
  }
  return {scaled(extremes.low, low), scaled(extremes.high, high)};
}

ClippedRange least_divergence_range(const Histogram& histogram, const ClippedRange& extremes,
                                    const AffineShape& shape) {
  const Bins bins = shape.is_signed || !shape.symmetric ? histogram.magnitudes() : histogram.positive();
  const int magnitude_bits = shape.width - (shape.is_signed || !shape.symmetric ? 1 : 0);
  const std::size_t levels = magnitude_bits >= 11 ? Histogram::kBins : std::size_t{1} << magnitude_bits;
  std::size_t used = bins.size();
  while (used > 0 && bins[used - 1] == 0) --used;
  // counts[i], filled[i], entropy[i]: values, bins that are not empty, and the sum of n log n, of the first i bins.
  std::vector<std::int64_t> counts(used + 1), filled(used + 1);
  std::vector<double> entropy(used + 1);
  const auto n_log_n = [](std::int64_t count) {
    return count == 0 ? 0.0 : static_cast<double>(count) * std::log(static_cast<double>(count));
  };
  for (std::size_t i = 0; i < used; ++i) {
    counts[i + 1] = counts[i] + bins[i];
    filled[i + 1] = filled[i] + (bins[i] != 0 ? 1 : 0);
    entropy[i + 1] = entropy[i] + n_log_n(bins[i]);
  }
  const double all = static_cast<double>(counts[used]);
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = used;
  for (std::size_t i = used; i >= levels && i > 0; --i) {
    if (bins[i - 1] == 0) continue;
    const std::int64_t beyond = counts[used] - counts[i];
    double p_log_q = 0.0;
    double log_last = 0.0;  // of Q in the last bin
    for (std::size_t group = 0; group < levels; ++group) {
      // Bin k is in the group of floor(k * levels / i).
      const std::size_t begin = (group * i + levels - 1) / levels;
      const std::size_t end = ((group + 1) * i + levels - 1) / levels;
      const std::int64_t count = counts[end] - counts[begin];
      if (count == 0) continue;
      log_last = std::log(static_cast<double>(count) / static_cast<double>(filled[end] - filled[begin]));
      p_log_q += static_cast<double>(count) * log_last;
    }
    p_log_q += static_cast<double>(beyond) * log_last;
    const double p_log_p = entropy[i] - n_log_n(bins[i - 1]) + n_log_n(bins[i - 1] + beyond);
    const double divergence = (p_log_p - p_log_q) / all - std::log(all) + std::log(static_cast<double>(counts[i]));
    if (divergence < least) {
      least = divergence;
      best = i;
    }
  }
  const double threshold = static_cast<double>(best) * histogram.bin_width();
  return {std::max(extremes.low, -threshold), std::min(extremes.high, threshold)};
}

}  // namespace rtl4ml
