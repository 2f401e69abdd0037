#include "gen/ops/leaky_relu.hpp"

#include <bit>

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

/// A PReLU with one slope for all features is a leaky ReLU whose slope was trained.
bool computes(const LayerKind& kind) {
  const auto* prelu = std::get_if<PReluLayer>(&kind);
  return std::holds_alternative<LeakyReluLayer>(kind) || (prelu != nullptr && prelu->weight.size() == 1);
}

double slope_of(const LayerKind& kind) {
  const auto* leaky = std::get_if<LeakyReluLayer>(&kind);
  return leaky != nullptr ? leaky->negative_slope : static_cast<double>(std::get<PReluLayer>(kind).weight.front());
}

ParameterView parameters(const LayerKind& kind) {
  const auto* leaky = std::get_if<LeakyReluLayer>(&kind);
  if (leaky != nullptr) return {std::span<const double>(&leaky->negative_slope, 1), {}};
  return {std::span<const float>(std::get<PReluLayer>(kind).weight), {}};
}

QuantizedOp quantize(const LayerKind& kind, int /*in_features*/, const LayerTypes& types,
                     std::vector<ParameterReport>& reports) {
  ParameterReport report = start_report("weight", types.weight);
  LeakyReluOp op{types.data_in, types.weight, types.data_out, 0, types.rounding, types.overflow};
  op.slope = quantize_parameter(slope_of(kind), types.weight, types.rounding, report);
  reports.push_back(std::move(report));
  return op;
}

/// A slope of zero or of a power of two needs no multiplier, and then no register either.
bool has_registers(const NodeView& view) {
  const std::int64_t slope = view.op<LeakyReluOp>().slope;
  return slope != 0 && !(slope > 0 && std::has_single_bit(static_cast<std::uint64_t>(slope)));
}

std::vector<std::int64_t> departures(const NodeView& view, const std::vector<std::int64_t>& arrivals) {
  return has_registers(view) ? departures_next_cycle(view, arrivals) : departures_at_once(view, arrivals);
}

Cost cost(const NodeView& view) { return {has_registers(view) ? view.data_in.parallelism : 0, 0}; }

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<LeakyReluOp>();
  Instance leaky = elementwise_instance(view, op.rounding, op.overflow);
  append_type(leaky.parameters, "SLOPE", op.slope_type);
  leaky.parameters.push_back({"SLOPE", code_literal(op.slope)});
  leaky.parameters.push_back({"REGISTERED", has_registers(view) ? "1" : "0"});
  if (!has_registers(view)) leaky.ports.insert(leaky.ports.begin(), {{"clk", "clk"}, {"rst", "rst"}});  // all the same
  return {{}, {std::move(leaky)}};
}

}  // namespace

const Operator& leaky_relu_operator() {
  static const Operator kLeakyRelu = {
      .name = "leaky_relu",
      .module = "fixed_leaky_relu",
      .computes = computes,
      .implements = has_payload<LeakyReluOp>,
      .out_features = same_features,
      .parameters = parameters,
      .check_types = check_slope,
      .quantize = quantize,
      .cost = cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures,
      .has_registers = has_registers,
      .instantiate = instantiate,
      .write_sources = no_sources,
  };
  return kLeakyRelu;
}

}  // namespace rtl4ml
