// Where to clip a distribution: the ranges that percentile, MSE and KL observers choose.
#pragma once

#include "sw/quantize/affine_type.hpp"
#include "sw/quantize/histogram.hpp"

namespace rtl4ml {

/// The range that a type is to span.
struct ClippedRange {
  double low = 0.0;
  double high = 0.0;
};

/// The range that leaves out (100 - percent) % of the values: of a symmetric type the largest magnitudes (unsigned: the
/// largest values), of an affine one half of them at each end. Nearest rank: the ceil(percent / 100 * count)-th
/// smallest, rounded away from zero to the end of its bin, at most the extreme.
/// `extremes`: the least and the largest value, with 0 among them
[[nodiscard]] ClippedRange percentile_range(const Histogram& histogram, const ClippedRange& extremes,
                                            const AffineShape& shape, double percent);

/// Mean squared error that the type makes of the values, taken as even inside their bins; zeros are exact.
/// With F(x) the integral of the squared error from 0 to x, which is n * scale^3 / 12 + (x - n * scale)^3 / 3 for
/// n = rint(x / scale) where no code saturates, a bin counts with (F(end) - F(begin)) / bin_width.
[[nodiscard]] double expected_squared_error(const Histogram& histogram, const AffineType& type);

/// The range whose type has the least expected squared error, of the extremes times 1/100 to 100/100: all of them for a
/// symmetric type; of an affine type the two ends in turn, until neither gains. Of equal ones the widest.
[[nodiscard]] ClippedRange least_squares_range(const Histogram& histogram, const ClippedRange& extremes,
                                               const AffineShape& shape);

/// The range whose quantized distribution diverges least from that of the values. For every number of bins i that has
/// no fewer bins than levels: P are the first i bins, the last with all beyond; Q are the same bins without those
/// beyond, added up in `levels` equal groups (bin k in group floor(k * levels / i)) and spread evenly over the bins of
/// the group that are not empty; the threshold i * bin_width with the least sum of P log(P / Q) is taken, of equal ones
/// the largest. Levels: 2^(width - 1) magnitudes, of an unsigned type 2^width; distributions without zeros.
/// With fewer bins than levels nothing is clipped. A threshold whose last bin holds nothing but what lies beyond
/// diverges infinitely.
/// Source: Migacz, "8-bit inference with TensorRT", GTC 2017
[[nodiscard]] ClippedRange least_divergence_range(const Histogram& histogram, const ClippedRange& extremes,
                                                  const AffineShape& shape);

}  // namespace rtl4ml
