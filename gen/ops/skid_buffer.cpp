#include "gen/ops/skid_buffer.hpp"

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

Instantiation instantiate(const NodeView& view) {
  Instance buffer = stream_instance(view);
  buffer.parameters = {{"WIDTH", std::to_string(view.data_in.beat_width())}};
  return {{}, {std::move(buffer)}};
}

}  // namespace

const Operator& skid_buffer_operator() {
  static const Operator kSkidBuffer = {
      .name = "skid_buffer",
      .module = "stream_skid_buffer",
      .cost = no_cost,
      .interval_cycles = beats_interval,
      .ready = registered_ready,
      .departures = departures_next_cycle,
      .has_registers = always,
      .instantiate = instantiate,
      .write_sources = no_sources,
  };
  return kSkidBuffer;
}

}  // namespace rtl4ml
