#include "gen/ops/argmax.hpp"

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

bool computes(const LayerKind& kind) { return std::holds_alternative<ArgmaxLayer>(kind); }

Result<int> out_features(const Layer& layer, int in_features) {
  if (in_features > 1) return 1;
  return fault("network.shape", "layer " + layer.name, "chooses between one feature and no other",
               "an argmax takes at least two scores");
}

FixedType output_type(const LayerKind& /*kind*/, int in_features) { return class_type(in_features); }

QuantizedOp quantize(const LayerKind& /*kind*/, int in_features, const LayerTypes& types,
                     std::vector<ParameterReport>& /*reports*/) {
  return ArgmaxOp{types.data_in, types.data_out, in_features};
}

/// One beat, in the cycle after the vector's last.
std::vector<std::int64_t> departures(const NodeView& /*view*/, const std::vector<std::int64_t>& arrivals) {
  return {arrivals.back() + 1};
}

Instantiation instantiate(const NodeView& view) {
  Instance argmax = stream_instance(view);
  argmax.parameters = {{"DATA_IN_WIDTH", std::to_string(view.data_in.type.width)},
                       {"DATA_IN_SIGNED", view.data_in.type.is_signed ? "1" : "0"},
                       {"FEATURES", std::to_string(view.data_in.features)},
                       {"PARALLELISM", std::to_string(view.data_in.parallelism)}};
  return {{}, {std::move(argmax)}};
}

}  // namespace

const Operator& argmax_operator() {
  static const Operator kArgmax = {
      .name = "argmax",
      .module = "fixed_argmax",
      .computes = computes,
      .implements = has_payload<ArgmaxOp>,
      .out_features = out_features,
      .output_rule = OutputRule::kFixed,
      .output_type = output_type,
      .quantize = quantize,
      .cost = no_cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures,
      .has_registers = always,
      .instantiate = instantiate,
      .write_sources = no_sources,
  };
  return kArgmax;
}

}  // namespace rtl4ml
