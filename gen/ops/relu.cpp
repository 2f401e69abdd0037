#include "gen/ops/relu.hpp"

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

bool computes(const LayerKind& kind) { return std::holds_alternative<ReluLayer>(kind); }

QuantizedOp quantize(const LayerKind& /*kind*/, int /*in_features*/, const LayerTypes& types,
                     std::vector<ParameterReport>& /*reports*/) {
  return ReluOp{types.data_in, types.data_out, types.rounding, types.overflow};
}

}  // namespace

const Operator& relu_operator() {
  static const Operator kRelu = {
      .name = "relu",
      .module = "fixed_relu",
      .computes = computes,
      .implements = has_payload<ReluOp>,
      .out_features = same_features,
      .quantize = quantize,
      .cost = no_cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures_at_once,
      .has_registers = never,
      .instantiate = instantiate_elementwise<ReluOp>,
      .write_sources = no_sources,
  };
  return kRelu;
}

}  // namespace rtl4ml
