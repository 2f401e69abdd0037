#include "gen/ops/relu.hpp"

#include <algorithm>

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

bool computes(const LayerKind& kind) { return std::holds_alternative<ReluLayer>(kind); }

void evaluate_real(const LayerKind& /*kind*/, std::span<const double> data_in, std::span<double> data_out) {
  for (std::size_t i = 0; i < data_in.size(); ++i) data_out[i] = std::max(data_in[i], 0.0);
}

QuantizedOp quantize(const LayerKind& /*kind*/, int /*in_features*/, const LayerTypes& types,
                     std::vector<ParameterReport>& /*reports*/) {
  return ReluOp{types.data_in, types.data_out, types.rounding, types.overflow};
}

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<ReluOp>();
  Instance relu{"fixed_relu", view.node.identifier, common_parameters(view, op.rounding, op.overflow),
                stream_ports(view, false)};
  relu.parameters.push_back({"PARALLELISM", std::to_string(view.data_in.parallelism)});
  return {{}, {std::move(relu)}};
}

}  // namespace

const Operator& relu_operator() {
  static const Operator kRelu = {
      .name = "relu",
      .module = "fixed_relu",
      .computes = computes,
      .implements = has_payload<ReluOp>,
      .out_features = same_features,
      .evaluate_real = evaluate_real,
      .quantize = quantize,
      .cost = no_cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures_at_once,
      .has_registers = never,
      .instantiate = instantiate,
      .write_sources = no_sources,
  };
  return kRelu;
}

}  // namespace rtl4ml
