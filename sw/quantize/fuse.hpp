// Fuses what the hardware computes in one piece: Linear with BatchNorm1d, and Linear with ReLU. A convolution's batch
// norm is fused by fold_into_channels() of sw/quantize/fold_batch_norm.hpp.
#pragma once

#include <cstddef>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

struct FusedNetwork {
  Network network;                     ///< without identities and batch norms
  std::vector<std::size_t> with_relu;  ///< indices of the Linear layers that a ReLU follows directly
};

/// Batch norms go into the Linear beside them (sw/quantize/fold_batch_norm.hpp): the same function but for the rounding
/// of each folded weight and bias to float32. A ReLU cannot go into the weights; but where the Linear's data_out has
/// the unsigned type of the ReLU's, its conversion saturates negative sums at zero, and the ReLU after it changes
/// nothing: converting and then taking max(x, 0) gives the same codes as the other way round, for every sum. Errors:
/// network.batch_norm Source: Jacob et al., CVPR 2018, sections 2.4 and 3.2
[[nodiscard]] Result<FusedNetwork> fuse(Network network);

}  // namespace rtl4ml
