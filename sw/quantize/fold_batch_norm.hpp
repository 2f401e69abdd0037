// Transforms the network: every BatchNorm1d is folded into the weights and biases of a Linear layer beside it.
#pragma once

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// Folds into the Linear before it, else into the Linear after it; the arithmetic is double, the results are rounded to
/// float once. Precondition: identities are removed.
/// Errors: network.batch_norm, if there is no Linear on either side, or if sizes disagree or a variance is negative
[[nodiscard]] Result<Network> fold_batch_norm(Network network);

}  // namespace rtl4ml
