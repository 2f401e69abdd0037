#include "gen/passes/schedule.hpp"

#include <algorithm>
#include <numeric>

namespace rtl4ml {
namespace {

/// One beat a cycle, from cycle 0 on.
std::vector<std::int64_t> back_to_back(int beats) {
  std::vector<std::int64_t> cycles(static_cast<std::size_t>(beats));
  std::iota(cycles.begin(), cycles.end(), 0);
  return cycles;
}

}  // namespace

Timing timing_of(const NodeView& view) {
  return {view.node.operation->departures(view, back_to_back(view.data_in.beats())).back() + 1,
          view.node.operation->interval_cycles(view), view.node.operation->ready(view)};
}

Graph schedule(Graph graph, const QuantizedModel& model) {
  graph.interval_cycles = 0;
  std::vector<std::int64_t> cycles = back_to_back(graph.stream(graph.inputs.front()).beats());
  for (Node& node : graph.nodes) {
    const NodeView view = view_of(graph, node, model);
    node.timing = timing_of(view);
    cycles = node.operation->departures(view, cycles);
    graph.interval_cycles = std::max(graph.interval_cycles, node.timing.interval_cycles);
  }
  graph.latency_cycles = cycles.back() + 1;
  return graph;
}

}  // namespace rtl4ml
