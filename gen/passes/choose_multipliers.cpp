#include "gen/passes/choose_multipliers.hpp"

namespace rtl4ml {
namespace {

/// Slices of a weight whose multiplier is built of look-up tables. A weight of one bit cannot be cut.
int slices_of(const FixedType& weight) { return weight.width > 1 ? 2 : 1; }

}  // namespace

Graph choose_multipliers(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  if (!config.target.lacks_multipliers()) return graph;
  for (Node& node : graph.nodes) {
    if (!node.model_layer) continue;
    const auto* op = std::get_if<LinearOp>(&model.layers[*node.model_layer].op);
    if (op != nullptr) node.weight_slices = slices_of(op->weight_type);
  }
  return graph;
}

}  // namespace rtl4ml
