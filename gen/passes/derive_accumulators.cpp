#include "gen/passes/derive_accumulators.hpp"

#include <fmt/format.h>

#include <optional>

#include "gen/ops/built_parameters.hpp"
#include "gen/passes/resolve_precision.hpp"

namespace rtl4ml {

namespace {

/// What the accumulator of a layer needs; nothing where it has none.
std::optional<int> width_needed(const Node& node, const QuantizedModel& model) {
  if (const auto* affine = payload_of<AffineOp>(node, model)) return affine->accumulator_width();
  const auto* linear = payload_of<LinearOp>(node, model);
  if (linear == nullptr) return std::nullopt;
  return node.reload.empty() ? linear->accumulator_width() : linear->accumulator_width_of_types();
}

/// "data_in s8.3, weight s8.5, bias s8.3, data_out s8.3".
template <class Op>
std::string types_of(const Op& op) {
  return fmt::format("data_in {}, weight {}, bias {}, data_out {}", to_string(op.data_in), to_string(op.weight_type),
                     to_string(op.bias_type), to_string(op.data_out));
}

}  // namespace

Result<Graph> derive_accumulators(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  Errors errors;
  for (Node& node : graph.nodes) {
    const std::optional<int> needed = width_needed(node, model);
    if (!needed) continue;
    node.accumulator_width = *needed;
    const auto* linear = payload_of<LinearOp>(node, model);
    node.bipolar_weights = linear != nullptr && node.reload.empty() && has_bipolar_weights(*linear);
    if (node.accumulator_width <= kMaxAccumulatorWidth) continue;
    const auto* affine = payload_of<AffineOp>(node, model);
    errors.push_back(
        Error{"precision.accumulator", precision_place(config, node.name),
              fmt::format("layer {}: its sums need {} bits; {} are supported ({})", node.name, node.accumulator_width,
                          kMaxAccumulatorWidth, linear != nullptr ? types_of(*linear) : types_of(*affine)),
              "bring the frac_width of bias and data_out nearer to that of data_in plus weight"});
  }
  if (!errors.empty()) return faults(std::move(errors));
  return graph;
}

}  // namespace rtl4ml
