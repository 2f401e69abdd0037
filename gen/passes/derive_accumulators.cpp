#include "gen/passes/derive_accumulators.hpp"

#include <fmt/format.h>

#include "gen/ops/operator.hpp"
#include "gen/passes/resolve_precision.hpp"

namespace rtl4ml {

Result<Graph> derive_accumulators(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  Errors errors;
  for (Node& node : graph.nodes) {
    const auto* op = payload_of<LinearOp>(node, model);
    if (op == nullptr) continue;
    node.accumulator_width = node.reload.empty() ? op->accumulator_width() : op->accumulator_width_of_types();
    if (node.accumulator_width <= kMaxAccumulatorWidth) continue;
    errors.push_back(Error{
        "precision.accumulator", precision_place(config, node.name),
        fmt::format("layer {}: its sums need {} bits; {} are supported (data_in {}, weight {}, bias {}, data_out {})",
                    node.name, node.accumulator_width, kMaxAccumulatorWidth, to_string(op->data_in),
                    to_string(op->weight_type), to_string(op->bias_type), to_string(op->data_out)),
        "bring the frac_width of bias and data_out nearer to that of data_in plus weight"});
  }
  if (!errors.empty()) return faults(std::move(errors));
  return graph;
}

}  // namespace rtl4ml
