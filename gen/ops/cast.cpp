#include "gen/ops/cast.hpp"

#include "gen/ops/common.hpp"

namespace rtl4ml {

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
      .instantiate = instantiate_elementwise<CastOp>,
      .write_sources = no_sources,
  };
  return kCast;
}

}  // namespace rtl4ml
