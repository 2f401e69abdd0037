#include "gen/passes/legalise_names.hpp"

#include "gen/graph/legal_name.hpp"
#include "gen/ops/operators.hpp"

namespace rtl4ml {

Graph legalise_names(Graph graph) {
  NameTable names;
  const auto is_own = [](const Node& node) { return node.model_layer && node.operation != &cast_operator(); };
  for (const bool own : {true, false}) {
    for (Node& node : graph.nodes) {
      if (is_own(node) == own) node.identifier = names.claim(node.name);
    }
  }
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    graph.stream(graph.inputs[i]).identifier = "data_in_" + std::to_string(i);
  }
  for (const Node& node : graph.nodes) {
    for (std::size_t i = 0; i < node.data_out.size(); ++i) {
      graph.stream(node.data_out[i]).identifier = node.identifier + "_data_out_" + std::to_string(i);
    }
  }
  return graph;
}

}  // namespace rtl4ml
