#include "gen/ops/resize.hpp"

#include <algorithm>

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

std::int64_t interval_cycles(const NodeView& view) { return std::max(view.data_in.beats(), view.data_out.beats()); }

/// An output beat is given the cycle after its last element came, or after the beat before it.
std::vector<std::int64_t> departures(const NodeView& view, const std::vector<std::int64_t>& arrivals) {
  std::vector<std::int64_t> result;
  for (int beat = 0; beat < view.data_out.beats(); ++beat) {
    const int last_element = std::min((beat + 1) * view.data_out.parallelism, view.data_out.features) - 1;
    const std::int64_t complete = arrivals[static_cast<std::size_t>(last_element / view.data_in.parallelism)] + 1;
    result.push_back(result.empty() ? complete : std::max(complete, result.back() + 1));
  }
  return result;
}

Instantiation instantiate(const NodeView& view) {
  Instance resize = stream_instance(view);
  resize.parameters = {{"WIDTH", std::to_string(view.data_in.type.width)},
                       {"FEATURES", std::to_string(view.data_in.features)},
                       {"PARALLELISM_IN", std::to_string(view.data_in.parallelism)},
                       {"PARALLELISM_OUT", std::to_string(view.data_out.parallelism)}};
  return {{}, {std::move(resize)}};
}

}  // namespace

const Operator& resize_operator() {
  static const Operator kResize = {
      .name = "resize",
      .module = "stream_resize",
      .cost = no_cost,
      .interval_cycles = interval_cycles,
      .ready = combinational_ready,
      .departures = departures,
      .has_registers = always,
      .instantiate = instantiate,
      .write_sources = no_sources,
  };
  return kResize;
}

}  // namespace rtl4ml
