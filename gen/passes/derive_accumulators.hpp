// Transforms the graph: gives every node that accumulates the width that its sums need.
#pragma once

#include "gen/config/hardware_config.hpp"
#include "gen/graph/graph.hpp"
#include "sw/base/error.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Source: docs/numbers.md, section Accumulator.
/// Errors: precision.accumulator, for every layer that needs more than 120 bits (its frac_widths lie far apart)
[[nodiscard]] Result<Graph> derive_accumulators(Graph graph, const HardwareConfig& config, const QuantizedModel& model);

}  // namespace rtl4ml
