// Transforms the graph: gives the memories of reloadable weights their place on the reload bus.
#pragma once

#include "gen/config/hardware_config.hpp"
#include "gen/graph/graph.hpp"
#include "sw/base/error.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Bits of an address of the bus, at most.
inline constexpr int kMaxReloadAddressWidth = 30;

/// Layer by layer, weights before biases, each at the next multiple of what it takes, so that hardware tells the
/// memories apart by the upper bits of an address. Layers without weights, or without a bias, have nothing there.
/// Errors: weights.addresses, if 30 bits are too few
[[nodiscard]] Result<Graph> reload_addresses(Graph graph, const HardwareConfig& config, const QuantizedModel& model);

}  // namespace rtl4ml
