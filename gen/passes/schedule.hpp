// Transforms the graph: latency and interval of every node and of the design, as its simulation will measure them.
#pragma once

#include "gen/graph/graph.hpp"
#include "gen/ops/operator.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Of one node on its own.
[[nodiscard]] Timing timing_of(const NodeView& view);

/// Units: clock cycles, as docs/contracts.md defines them; the ideal interval of a design is that of its slowest node.
[[nodiscard]] Graph schedule(Graph graph, const QuantizedModel& model);

}  // namespace rtl4ml
