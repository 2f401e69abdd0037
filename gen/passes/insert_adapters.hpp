// Transforms the graph: resizes streams whose ends differ in parallelism, and buffers long combinational chains of
// ready.
#pragma once

#include "gen/graph/graph.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// The most nodes in a row that pass ready on in the same cycle; after so many a skid buffer follows.
inline constexpr int kMaxReadyChain = 4;

/// Adds a stream_resize where a node's data_in is not its producer's data_out, a stream_skid_buffer after every
/// kMaxReadyChain nodes with combinational ready, and one at the end of a design that has no register at all, so that
/// its outputs have one (and clk and rst a use).
[[nodiscard]] Graph insert_adapters(Graph graph, const QuantizedModel& model);

}  // namespace rtl4ml
