#include "gen/passes/reload_addresses.hpp"

#include <fmt/format.h>

#include "gen/ops/common.hpp"
#include "gen/ops/operator.hpp"

namespace rtl4ml {
namespace {

bool is_reloadable(const HardwareConfig& config, const Node& node) {
  if (!node.model_layer || node.operation->reloadable == nullptr) return false;
  return of_layer(node.name, config.layer_weights, config.weights).weights == Weights::kReloadable;
}

}  // namespace

Result<Graph> reload_addresses(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  std::int64_t end = 0;
  for (Node& node : graph.nodes) {
    if (!is_reloadable(config, node)) continue;
    for (const RomSource& source : node.operation->reloadable(view_of(graph, node, model))) {
      ReloadSource reload{source.module, source.element_width * source.lanes, source.words, source.registered};
      reload.first_address = ceil_div(end, reload.span()) * reload.span();
      end = reload.first_address + reload.span();
      node.reload.push_back(std::move(reload));
    }
  }
  if (end == 0) return graph;
  graph.reload_address_width = address_width(end);
  for (Node& node : graph.nodes) {
    for (ReloadSource& source : node.reload) source.bus_address_width = graph.reload_address_width;
  }
  if (graph.reload_address_width <= kMaxReloadAddressWidth) return graph;
  return fault("weights.addresses", config.weights.place.empty() ? config.path : config.weights.place,
               fmt::format("the reloadable weights take {} addresses; 2^{} are supported", end, kMaxReloadAddressWidth),
               "leave some layers constant");
}

}  // namespace rtl4ml
