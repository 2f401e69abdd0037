// Folds batch norms into the weights and biases beside them.
#pragma once

#include <cstddef>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// Folds a batch norm into the layer before it, whose output channel c is a sum of weight[c][...] times data, plus
/// bias[c]: a Linear, or a convolution of any dimension (its kernel is the rest of the row). The arithmetic is double,
/// the results are rounded to float once. Shapes: weight[channels][...]; bias[channels], or empty: it is made.
/// Errors: network.batch_norm (sizes disagree, or a variance is negative)
[[nodiscard]] Result<void> fold_into_channels(const BatchNorm1dLayer& norm, std::vector<float>& weight,
                                              std::vector<float>& bias, std::size_t channels);

/// Transforms the network: every BatchNorm1d is folded into the Linear before it, else into the Linear after it; the
/// arithmetic is double, the results are rounded to float once. Precondition: identities are removed. Errors:
/// network.batch_norm, if there is no Linear on either side, or if sizes disagree or a variance is negative
[[nodiscard]] Result<Network> fold_batch_norm(Network network);

}  // namespace rtl4ml
