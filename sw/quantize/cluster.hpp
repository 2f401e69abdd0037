// Weight sharing: the weights of a tensor become the few centroids of a one-dimensional k-means.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// weight = codebook[index].
struct Clustered {
  int bits = 4;
  std::vector<float> codebook;        ///< ascending, at most 2^bits
  std::vector<std::uint8_t> indices;  ///< of the nearest centroid, the lower of two as near
  double squared_error = 0.0;         ///< mean, with the codebook in float32
  std::vector<double> history;        ///< the mean squared error at first and after each iteration; never rises
};

/// k-means by Lloyd's iteration in double on the sorted weights, until no weight changes its centroid, at most 1,000
/// times, from two starts: the values at the ranks (i + 1/2) / k of the distinct weights, which suits their bulk, and
/// even steps from the least to the largest, so that the error is never above that of even steps. The one that ends
/// with the smaller error is kept, of equal ones the first. A centroid that loses all its weights is put on the weight
/// that is farthest from its own (of equal ones the smallest), which lowers the error. With no more distinct weights
/// than clusters each is its own centroid, and the codebook has only these.
/// `bits`: 2, 4 or 8 (also 3). Errors: quantize.width, quantize.non_finite, quantize.no_values
/// Sources: Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28, 1982; Han, Mao,
/// Dally, "Deep compression", ICLR 2016, section 3
[[nodiscard]] Result<Clustered> cluster(std::span<const float> weights, int bits);

/// Shapes: -> [indices]
[[nodiscard]] std::vector<float> dequantize(const Clustered& clustered);

/// Bytes of packed indices (sw/quantize/packing.hpp) and of the codebook in float32.
[[nodiscard]] std::int64_t clustered_bytes(std::int64_t count, int bits, std::int64_t centroids);

}  // namespace rtl4ml
