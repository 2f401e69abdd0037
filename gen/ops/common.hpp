// Rules that operators share.
#pragma once

#include <cmath>
#include <string>

#include "gen/ops/operator.hpp"

namespace rtl4ml {

/// Bits of an address of `words` words, at least one.
[[nodiscard]] int address_width(std::int64_t words);

/// Beats that `count` elements need.
[[nodiscard]] constexpr std::int64_t ceil_div(std::int64_t count, std::int64_t parallelism) {
  return (count + parallelism - 1) / parallelism;
}

/// `.PREFIX_WIDTH`, `.PREFIX_FRAC_WIDTH`, `.PREFIX_SIGNED` of a type.
void append_type(std::vector<Connection>& parameters, const std::string& prefix, const FixedType& type);

/// A code as a parameter's value: sized where it does not fit into 32 bits.
[[nodiscard]] std::string code_literal(std::int64_t code);

/// The node's module on its streams, with clk and rst where it has registers; no parameters yet.
[[nodiscard]] Instance stream_instance(const NodeView& view);

/// The same with the parameters that all operators have.
[[nodiscard]] Instance operator_instance(const NodeView& view, Rounding rounding, Overflow overflow);

/// The same with PARALLELISM: what every element-wise operator has.
[[nodiscard]] Instance elementwise_instance(const NodeView& view, Rounding rounding, Overflow overflow);

/// Operator::instantiate of element-wise operators without constants, for the payload Op.
template <class Op>
[[nodiscard]] Instantiation instantiate_elementwise(const NodeView& view) {
  const auto& op = view.op<Op>();
  return {{}, {elementwise_instance(view, op.rounding, op.overflow)}};
}

/// Operator::implements for the payload Op.
template <class Op>
[[nodiscard]] bool has_payload(const QuantizedOp& op) {
  return std::holds_alternative<Op>(op);
}

/// The shape rule of element-wise operators.
[[nodiscard]] Result<int> same_features(const Layer& layer, int in_features);

/// The type rule of operators with a slope. Errors: precision.slope, if the exact product is too wide for the hardware
void check_slope(const Layer& layer, const LayerTypes& types, const std::string& place, Errors& errors);

/// The type rule of operators with weights. Errors: precision.weight, if they are unsigned and too wide
void check_weight_sign(const Layer& layer, const LayerTypes& types, const std::string& place, Errors& errors);

/// The timing rules of element-wise operators.
[[nodiscard]] std::int64_t beats_interval(const NodeView& view);
[[nodiscard]] std::vector<std::int64_t> departures_at_once(const NodeView& view,
                                                           const std::vector<std::int64_t>& arrivals);
[[nodiscard]] std::vector<std::int64_t> departures_next_cycle(const NodeView& view,
                                                              const std::vector<std::int64_t>& arrivals);
[[nodiscard]] ReadyBehaviour combinational_ready(const NodeView& view);
[[nodiscard]] ReadyBehaviour registered_ready(const NodeView& view);
[[nodiscard]] Cost no_cost(const NodeView& view);
[[nodiscard]] Result<std::vector<std::string>> no_sources(const NodeView& view, const std::filesystem::path& folder);
[[nodiscard]] inline bool always(const NodeView& /*view*/) { return true; }
[[nodiscard]] inline bool never(const NodeView& /*view*/) { return false; }

/// Quantizes one value for a report: parameters always saturate. Result: its code.
[[nodiscard]] std::int64_t quantize_parameter(double value, const FixedType& type, Rounding rounding,
                                              ParameterReport& report);

/// The report that quantize_parameter() fills.
[[nodiscard]] ParameterReport start_report(std::string parameter, const FixedType& type);

}  // namespace rtl4ml
