// Transforms the integer oracle into the graph: a node per layer, a stream between each two.
#pragma once

#include <vector>

#include "gen/config/hardware_config.hpp"
#include "gen/graph/graph.hpp"
#include "gen/passes/resolve_parallelism.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Each node has streams of its own: where the producer's parallelism differs from the consumer's, node i's data_out
/// and node i+1's data_in are two streams, which the pass insert_adapters joins. Shapes: parallelism[layers of the
/// network]; the casts in the model take their producer's.
[[nodiscard]] Graph build_graph(const HardwareConfig& config, const QuantizedModel& model,
                                const std::vector<LayerParallelism>& parallelism);

}  // namespace rtl4ml
