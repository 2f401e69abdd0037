// Which weights and neurons of a network are pruned: masks, for the network itself and for finetuning it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

enum class PruneCriterion {
  kMagnitude,  ///< the smallest magnitudes go first (L1)
  kRandom,     ///< any
};

enum class PruneScope {
  kLocal,   ///< the same share of every layer
  kGlobal,  ///< of all layers together
};

struct PruneOptions {
  double sparsity = 0.5;  ///< 0 or more, less than 1
  PruneCriterion criterion = PruneCriterion::kMagnitude;
  PruneScope scope = PruneScope::kLocal;
  std::uint64_t seed = 1;  ///< of kRandom
};

/// Of one Linear layer: 1 keeps, 0 prunes.
struct LayerMask {
  std::string layer;
  std::vector<std::uint8_t> weight;  ///< [out_features][in_features]
  std::vector<std::uint8_t> neuron;  ///< [out_features], where pruning went by neuron; else empty. 0: bias 0 too
  friend bool operator==(const LayerMask&, const LayerMask&) = default;
};

/// One per Linear layer, in the network's order.
using PruneMasks = std::vector<LayerMask>;

/// Single weights of the Linear layers. Of n weights, exactly rint(sparsity * n) are pruned (ties to even): of each
/// layer, or of all together. Of equal magnitudes the earlier one goes first (layer by layer, row by row), so that
/// weights that are zero already count. Biases stay.
/// Errors: prune.sparsity, prune.no_layers (no Linear), prune.non_finite (a weight, with its layer)
/// Source: Han et al., "Learning both weights and connections for efficient neural networks", NeurIPS 2015
[[nodiscard]] Result<PruneMasks> prune_weights(const Network& network, const PruneOptions& options);

/// N:M sparsity: of every `group` consecutive inputs of an output, `keep` weights stay; a last group of fewer inputs
/// keeps min(keep, its size). Scope and sparsity of the options play no part.
/// Errors: prune.pattern (keep is not in 1 to group), prune.no_layers, prune.non_finite
/// Source: Mishra et al., "Accelerating sparse deep neural networks", 2021
[[nodiscard]] Result<PruneMasks> prune_n_of_m(const Network& network, int keep, int group, const PruneOptions& options);

/// Whole outputs of the Linear layers that another Linear follows; the last Linear keeps all of its own. Of a layer's n
/// neurons, or of all layers' n, rint(sparsity * n) are pruned, but each layer keeps at least one: the one that would
/// go last. The score of a neuron is the mean magnitude of its weights, bias left out. Masks are zero in its row and in
/// the next Linear's column, so that the network does not depend on it, whatever activation lies between.
/// Errors: prune.sparsity, prune.no_layers (no Linear before another one), prune.non_finite, prune.chain (a Linear does
/// not take as many features as the one before gives)
/// Source: Li et al., "Pruning filters for efficient ConvNets", ICLR 2017
[[nodiscard]] Result<PruneMasks> prune_neurons(const Network& network, const PruneOptions& options);

/// Weights times their masks, biases of pruned neurons zero.
/// Errors: prune.masks (they are not of this network: layers or sizes differ)
[[nodiscard]] Result<Network> apply_masks(Network network, const PruneMasks& masks);

/// The share of masked weights over all of them.
[[nodiscard]] double sparsity_of(const PruneMasks& masks);

}  // namespace rtl4ml
