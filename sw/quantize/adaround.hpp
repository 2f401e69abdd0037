// AdaRound: each weight is rounded down or up so that the layer's output, not the weight, is nearest.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/model/network.hpp"
#include "sw/quantize/affine_type.hpp"

namespace rtl4ml {

struct AdaRoundOptions {
  int iterations = 600;
  int batch = 32;  ///< vectors looked at in one iteration
  double learning_rate = 0.02;
  double regularizer = 0.01;  ///< the weight of the term that drives every rounding to 0 or 1
  double first_beta = 20.0;   ///< annealed linearly over the iterations behind the warm start
  double last_beta = 2.0;
  double warm_start = 0.2;  ///< the share of iterations without the regularizer
};

/// What became of a layer's weights. Shapes: [out_features][in_features], [out_features]
struct AdaRounded {
  std::vector<std::int64_t> codes;
  std::vector<double>
      nearest_error;          ///< mean squared error of each output over all vectors, weights rounded to nearest
  std::vector<double> error;  ///< the same with the codes above; never larger
};

/// Minimises, for each output by itself, the mean over the vectors of (w x - w~ x)^2 with w~ = scale * clamp(floor(w /
/// scale) + h(v)), h(v) = clamp(1.2 * sigmoid(v) - 0.1, 0, 1), starting where h(v) is the fraction of w / scale, plus
/// regularizer * sum of (1 - |2 h(v) - 1|^beta); Adam on the gradient of one batch after the other, from the first
/// vector on. Weights are counted in steps of their scale and the vectors divided by their root mean square, so that
/// the options mean the same in every layer. In the end h >= 0.5 rounds up. An output whose error over all vectors came
/// out larger than with rounding to nearest keeps the nearest codes: descent on batches promises nothing.
/// Deterministic: the outputs do not depend on each other. The bias plays no part.
/// Shapes: data_in[count][in_features], count at least 1; types: one, or one per output, zero point 0
/// Source: Nagel et al., "Up or down? Adaptive rounding for post-training quantization", ICML 2020; Adam: Kingma and
/// Ba, ICLR 2015
[[nodiscard]] AdaRounded adaround(const LinearLayer& linear, std::span<const AffineType> types,
                                  std::span<const float> data_in, const AdaRoundOptions& options = {});

}  // namespace rtl4ml
