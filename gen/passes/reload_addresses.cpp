#include "gen/passes/reload_addresses.hpp"

#include <fmt/format.h>

#include "gen/ops/operator.hpp"

namespace rtl4ml {
namespace {

bool is_reloadable(const HardwareConfig& config, const Node& node) {
  if (!node.model_layer || node.operation->reloadable == nullptr) return false;
  const auto own = config.layer_weights.find(node.name);
  const WeightsSpec& spec = own != config.layer_weights.end() ? own->second : config.weights;
  return spec.weights == Weights::kReloadable;
}

}  // namespace

Result<Graph> reload_addresses(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  std::int64_t end = 0;
  for (Node& node : graph.nodes) {
    if (!is_reloadable(config, node)) continue;
    for (const RomSource& source : node.operation->reloadable(view_of(graph, node, model))) {
      ReloadSource reload{source.module, source.element_width * source.lanes, source.words, source.registered};
      reload.first_address = (end + reload.span() - 1) / reload.span() * reload.span();
      end = reload.first_address + reload.span();
      node.reload.push_back(std::move(reload));
    }
  }
  if (end == 0) return graph;
  graph.reload_address_width = 1;
  while ((std::int64_t{1} << graph.reload_address_width) < end) ++graph.reload_address_width;
  for (Node& node : graph.nodes) {
    for (ReloadSource& source : node.reload) source.bus_address_width = graph.reload_address_width;
  }
  if (graph.reload_address_width <= kMaxReloadAddressWidth) return graph;
  return fault("weights.addresses", config.weights.place.empty() ? config.path : config.weights.place,
               fmt::format("the reloadable weights take {} addresses; 2^{} are supported", end, kMaxReloadAddressWidth),
               "leave some layers constant");
}

}  // namespace rtl4ml
