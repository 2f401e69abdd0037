#include "gen/passes/insert_adapters.hpp"

#include <algorithm>

#include "gen/ops/operators.hpp"
#include "gen/ops/resize.hpp"
#include "gen/ops/skid_buffer.hpp"

namespace rtl4ml {
namespace {

Node adapter(const Operator& operation, const std::string& name, StreamId data_in, StreamId data_out) {
  Node node;
  node.name = name;
  node.operation = &operation;
  node.data_in = {data_in};
  node.data_out = {data_out};
  return node;
}

}  // namespace

Graph insert_adapters(Graph graph, const QuantizedModel& model) {
  std::vector<Node> nodes;
  int chain = 0;  // nodes since the last one with a registered ready
  const auto append = [&](Node node) {
    chain = node.operation->ready(view_of(graph, node, model)) == ReadyBehaviour::kRegistered ? 0 : chain + 1;
    nodes.push_back(std::move(node));
  };
  const auto append_buffer = [&](const std::string& name) {
    const StreamId from = nodes.back().data_out.front();
    const StreamId to = graph.add(Stream(graph.stream(from)));
    append(adapter(skid_buffer_operator(), name + "_buffer", from, to));
    return to;
  };
  for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
    Node node = graph.nodes[index];
    if (!nodes.empty()) {
      const std::string producer = graph.nodes[index - 1].name;
      StreamId stream = graph.nodes[index - 1].data_out.front();
      if (chain >= kMaxReadyChain) stream = append_buffer(producer);
      const Stream& wanted = graph.stream(node.data_in.front());
      if (graph.stream(stream).parallelism != wanted.parallelism) {
        append(adapter(resize_operator(), producer + "_resize", stream, node.data_in.front()));
      } else {
        node.data_in = {stream};
      }
    }
    append(std::move(node));
  }
  const bool registered = std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
    return node.operation->has_registers(view_of(graph, node, model));
  });
  if (!registered) graph.outputs = {append_buffer(nodes.back().name)};
  graph.nodes = std::move(nodes);
  return graph;
}

}  // namespace rtl4ml
