// Structured pruning: the network without its pruned neurons, really smaller.
#pragma once

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/prune/prune.hpp"

namespace rtl4ml {

/// Removes each pruned neuron: its row and bias in its Linear, its numbers in the batch norms and PReLUs behind it, and
/// its column in the next Linear. The same function as the network with the masks applied (but for the order in which
/// double precision adds, which does not matter where the sums are exact, as those of the integer model are).
/// `masks`: of prune_neurons. Errors: prune.masks (not of this network, without neurons, a neuron that the next layer
/// still looks at, or no neuron left)
[[nodiscard]] Result<Network> remove_neurons(const Network& network, const PruneMasks& masks);

}  // namespace rtl4ml
