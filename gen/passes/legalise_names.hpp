// Transforms the graph: gives every node and every stream its identifier in SystemVerilog.
#pragma once

#include "gen/graph/graph.hpp"

namespace rtl4ml {

/// Layers choose before casts and adapters, in their order; streams are named after their producer, the design's inputs
/// data_in_0, data_in_1, ... and its outputs' ports data_out_0, ... are top.sv's (they are not streams of their own
/// here).
[[nodiscard]] Graph legalise_names(Graph graph);

}  // namespace rtl4ml
