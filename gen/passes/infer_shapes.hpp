// Analyses the network: the number of features that every layer takes and gives.
#pragma once

#include <vector>

#include "gen/config/hardware_config.hpp"
#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// The largest vector, in elements: far beyond any MLP, small enough for every product of sizes.
inline constexpr int kMaxFeatures = 1 << 20;

/// Features at the input and after each layer. Shapes: -> [layers + 1]
/// Precondition: identities and batch norms are folded.
/// Errors: network.empty; network.argmax, for one that is not the last layer; network.shape, for every layer that does
/// not fit the one before it, for parameters that disagree with the sizes, and for an input_shape that is not the
/// network's
[[nodiscard]] Result<std::vector<int>> infer_shapes(const HardwareConfig& config, const Network& network);

}  // namespace rtl4ml
