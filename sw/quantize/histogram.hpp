// A histogram of real values that grows with them and does not depend on their order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rtl4ml {

/// Bins on both sides of zero; zeros are counted apart, because every type of sw/quantize holds zero exactly. The bins'
/// width is a power of two: when a value lies beyond, neighbours are added in pairs, which leaves every count what it
/// would be, had the width been the final one from the start. So the result depends on the values alone, not on their
/// order or on the batches they came in.
class Histogram {
 public:
  static constexpr int kBins = 2048;  ///< of each side; the largest magnitude lies in the upper half of them

  /// Precondition: finite values
  void add(std::span<const float> values);

  [[nodiscard]] double bin_width() const { return width_; }
  [[nodiscard]] std::int64_t count() const { return count_; }  ///< zeros included
  [[nodiscard]] std::int64_t zeros() const { return zeros_; }
  /// Bin k holds the magnitudes from k * bin_width up to, but without, (k + 1) * bin_width. Shapes: [kBins]
  [[nodiscard]] const std::vector<std::int64_t>& positive() const { return positive_; }
  [[nodiscard]] const std::vector<std::int64_t>& negative() const { return negative_; }
  /// The sum of both sides.
  [[nodiscard]] std::vector<std::int64_t> magnitudes() const;

 private:
  void widen(double magnitude);

  double width_ = 0.0;  ///< 0: only zeros so far
  std::int64_t count_ = 0;
  std::int64_t zeros_ = 0;
  std::vector<std::int64_t> positive_ = std::vector<std::int64_t>(kBins);
  std::vector<std::int64_t> negative_ = std::vector<std::int64_t>(kBins);
};

}  // namespace rtl4ml
