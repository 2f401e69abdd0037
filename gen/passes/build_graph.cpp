#include "gen/passes/build_graph.hpp"

#include "gen/ops/operators.hpp"

namespace rtl4ml {
namespace {

Strategy strategy_of(const HardwareConfig& config, const std::string& layer) {
  const auto own = config.layer_strategy.find(layer);
  return own != config.layer_strategy.end() ? own->second : config.strategy.value_or(Strategy::kFolded);
}

}  // namespace

Graph build_graph(const HardwareConfig& config, const QuantizedModel& model,
                  const std::vector<LayerParallelism>& parallelism) {
  Graph graph;
  std::size_t network_layer = 0;
  int lanes = parallelism.front().in;  // of the stream before
  for (std::size_t index = 0; index < model.layers.size(); ++index) {
    const QuantizedLayer& layer = model.layers[index];
    Node node;
    node.name = layer.name;
    node.operation = operator_of(layer.op);
    node.model_layer = index;
    node.strategy = strategy_of(config, layer.name);
    const bool is_cast = std::holds_alternative<CastOp>(layer.op);
    const LayerParallelism chosen = is_cast ? LayerParallelism{lanes, lanes} : parallelism[network_layer];
    if (!is_cast) ++network_layer;
    const bool joined = index > 0 && lanes == chosen.in;
    node.data_in = {joined ? graph.nodes.back().data_out.front()
                           : graph.add({"", layer.in_features, chosen.in, layer.data_in()})};
    node.data_out = {graph.add({"", layer.out_features, chosen.out, layer.data_out()})};
    lanes = chosen.out;
    graph.nodes.push_back(std::move(node));
  }
  graph.inputs = graph.nodes.front().data_in;
  graph.outputs = graph.nodes.back().data_out;
  return graph;
}

}  // namespace rtl4ml
