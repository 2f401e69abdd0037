// Cross-layer equalisation: the ranges of one Linear's outputs and the next one's inputs are balanced, channel by
// channel, before the weights are quantized.
#pragma once

#include <string>
#include <vector>

#include "sw/model/network.hpp"

namespace rtl4ml {

struct EqualizeOptions {
  int iterations = 20;        ///< passes over the chain at most; one is enough for a single pair
  bool power_of_two = false;  ///< factors are powers of two: the function stays the same to the last bit
};

/// The factors of one pair of Linear layers.
struct EqualizedPair {
  std::string first, second;
  std::vector<double> factor;  ///< per channel: the first layer's row was divided by it, the second's column multiplied
};

struct Equalized {
  Network network;
  std::vector<EqualizedPair> pairs;
};

/// For every two Linear layers with nothing but ReLU, leaky ReLU, PReLU or identities between them, which commute with
/// positive factors: s_i = sqrt(r1_i / r2_i), r1_i the largest magnitude of the first layer's row i, r2_i of the
/// second's column i; the row and the bias are divided by s_i, the column is multiplied. Both ranges then are
/// sqrt(r1_i r2_i). A channel without weights on either side keeps its own. Factors lie within 2^-20 to 2^20. Passes
/// are repeated until no factor is more than 0.1 % from 1 (powers of two: until none changes).
/// The function changes by the rounding of the new weights to float32; with powers of two not at all, unless a weight
/// becomes subnormal. Source: Nagel et al., "Data-free quantization through weight equalization and bias correction",
/// ICCV 2019, section 4.1
[[nodiscard]] Equalized equalize(Network network, const EqualizeOptions& options = {});

}  // namespace rtl4ml
