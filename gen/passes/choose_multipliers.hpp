// Transforms the graph: how the multipliers of every node are built on the config's target.
#pragma once

#include "gen/config/hardware_config.hpp"
#include "gen/graph/graph.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// A multiplier of look-up tables is as slow as its carry chain is long: on a part that has no multipliers a weight is
/// cut into slices with a multiplier each. Elsewhere, and where the part is not known, a weight stays whole.
[[nodiscard]] Graph choose_multipliers(Graph graph, const HardwareConfig& config, const QuantizedModel& model);

}  // namespace rtl4ml
