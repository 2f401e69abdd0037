// Analyses config and network: every layer that the config names exists, every strategy it asks for is there.
#pragma once

#include "gen/config/hardware_config.hpp"
#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// `folded` is what is left of `network` after folding: layers that vanished take no settings.
/// Result: precision.layer, parallelism.layer, graph.strategy_layer, memory.layer, multipliers.layer, each with the
/// nearest name, and graph.strategy
[[nodiscard]] Errors check_layer_names(const HardwareConfig& config, const Network& folded,
                                       const std::vector<std::string>& names_before_folding);

}  // namespace rtl4ml
