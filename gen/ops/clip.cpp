#include "gen/ops/clip.hpp"

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

bool computes(const LayerKind& kind) { return std::holds_alternative<ClipLayer>(kind); }

QuantizedOp quantize(const LayerKind& kind, int /*in_features*/, const LayerTypes& types,
                     std::vector<ParameterReport>& /*reports*/) {
  const auto& clip = std::get<ClipLayer>(kind);
  ClipOp op{types.data_in, types.data_out, 0, 0, types.rounding, types.overflow};
  // Bounds beyond the type bound nothing; they are no fault of the config.
  op.min_code = rtl4ml::quantize(clip.min_value, types.data_out, types.rounding, Overflow::kSaturate);
  op.max_code = rtl4ml::quantize(clip.max_value, types.data_out, types.rounding, Overflow::kSaturate);
  return op;
}

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<ClipOp>();
  Instance clip = elementwise_instance(view, op.rounding, op.overflow);
  clip.parameters.push_back({"MIN_CODE", code_literal(op.min_code)});
  clip.parameters.push_back({"MAX_CODE", code_literal(op.max_code)});
  return {{}, {std::move(clip)}};
}

}  // namespace

const Operator& clip_operator() {
  static const Operator kClip = {
      .name = "clip",
      .module = "fixed_clip",
      .computes = computes,
      .implements = has_payload<ClipOp>,
      .out_features = same_features,
      .quantize = quantize,
      .cost = no_cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures_at_once,
      .has_registers = never,
      .instantiate = instantiate,
      .write_sources = no_sources,
  };
  return kClip;
}

}  // namespace rtl4ml
