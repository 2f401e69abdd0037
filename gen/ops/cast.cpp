#include "gen/ops/cast.hpp"

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<CastOp>();
  Instance cast{"fixed_cast", view.node.identifier, common_parameters(view, op.rounding, op.overflow),
                stream_ports(view, false)};
  cast.parameters.push_back({"PARALLELISM", std::to_string(view.data_in.parallelism)});
  return {{}, {std::move(cast)}};
}

}  // namespace

// No layer of a network is a cast: the pass insert_casts places it.
const Operator& cast_operator() {
  static const Operator kCast = {
      .name = "cast",
      .module = "fixed_cast",
      .implements = has_payload<CastOp>,
      .cost = no_cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures_at_once,
      .has_registers = never,
      .instantiate = instantiate,
      .write_sources = no_sources,
  };
  return kCast;
}

}  // namespace rtl4ml
