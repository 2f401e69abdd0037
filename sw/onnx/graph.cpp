#include "sw/onnx/graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <queue>
#include <utility>

#include "sw/checkpoint/printable.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kOldestOpset = 7;  // before it, broadcasting was an attribute

std::vector<double> as_doubles(const std::vector<std::int64_t>& values) { return {values.begin(), values.end()}; }

/// The value of a Constant node; nothing where it has none, or one of a kind that is no number.
std::vector<OnnxTensor> constant_of(const OnnxNode& node) {
  if (node.attributes.size() != 1) return {};
  const auto& [name, attribute] = *node.attributes.begin();
  if (const auto* tensor = std::get_if<OnnxTensor>(&attribute); tensor != nullptr && name == "value") return {*tensor};
  if (const auto* real = std::get_if<double>(&attribute); real != nullptr && name == "value_float")
    return {{DType::kFloat32, {}, {*real}}};
  if (const auto* whole = std::get_if<std::int64_t>(&attribute); whole != nullptr && name == "value_int")
    return {{DType::kInt64, {}, {static_cast<double>(*whole)}}};
  if (const auto* reals = std::get_if<std::vector<double>>(&attribute); reals != nullptr && name == "value_floats")
    return {{DType::kFloat32, {static_cast<std::int64_t>(reals->size())}, *reals}};
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&attribute); whole != nullptr && name == "value_ints")
    return {{DType::kInt64, {static_cast<std::int64_t>(whole->size())}, as_doubles(*whole)}};
  return {};
}

Error two_sources(const OnnxGraph& graph, const OnnxNode& node, const std::string& output) {
  return {"onnx.duplicate", graph.place(node),
          fmt::format("gives the value {}, which has another source", printable(output)), "export the model again"};
}

void take_constants(OnnxGraph& graph, Errors& errors) {
  std::vector<OnnxNode> kept;
  for (OnnxNode& node : graph.nodes) {
    if (node.op != "Constant" || !node.domain.empty()) {
      kept.push_back(std::move(node));
      continue;
    }
    std::vector<OnnxTensor> value = constant_of(node);
    if (value.empty() || node.outputs.size() != 1 || !node.inputs.empty()) {
      errors.push_back(Error{"onnx.constant", graph.place(node), "is a Constant without a number or a tensor",
                             "export the model again; text and sparse constants are not supported"});
      if (value.empty()) value.push_back({});  // whoever reads it is no fault of its own
    }
    for (const std::string& output : node.outputs) {
      if (graph.constants.emplace(output, value.front()).second) continue;
      errors.push_back(two_sources(graph, node, output));
    }
  }
  graph.nodes = std::move(kept);
}

/// By the name of each value: the node that gives it; nothing for constants and inputs.
using Sources = std::map<std::string, std::optional<std::size_t>>;

/// Faults for values that have two sources, or no name.
Sources sources_of(const OnnxGraph& graph, Errors& errors) {
  Sources sources;
  for (const auto& [name, tensor] : graph.constants) sources[name] = std::nullopt;
  // A node's empty name stands for an input left out or an output not wanted; what nothing can read is damage.
  const bool nameless_input =
      std::any_of(graph.inputs.begin(), graph.inputs.end(), [](const OnnxInput& input) { return input.name.empty(); });
  if (sources.contains("") || nameless_input) {
    errors.push_back(Error{"onnx.nameless", graph.path, "has a tensor or an input without a name",
                           "the file was probably damaged: copy or export it again"});
  }
  for (const OnnxInput& input : graph.inputs) {
    if (sources.emplace(input.name, std::nullopt).second) continue;
    errors.push_back(Error{"onnx.duplicate", graph.path, fmt::format("has the input {} twice", printable(input.name)),
                           "export the model again"});
  }
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    for (const std::string& output : graph.nodes[n].outputs) {
      if (output.empty() || sources.emplace(output, n).second) continue;
      errors.push_back(two_sources(graph, graph.nodes[n], output));
    }
  }
  return sources;
}

/// Nodes in an order in which each comes after those that it reads, else in the file's.
void sort_nodes(OnnxGraph& graph, Errors& errors) {
  const Sources sources = sources_of(graph, errors);
  std::vector<std::vector<std::size_t>> readers(graph.nodes.size());
  std::vector<std::size_t> waits_for(graph.nodes.size(), 0);
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    for (const std::string& input : graph.nodes[n].inputs) {
      if (input.empty()) continue;
      const auto source = sources.find(input);
      if (source == sources.end()) {
        errors.push_back(Error{"onnx.missing", graph.place(graph.nodes[n]),
                               fmt::format("reads {}, which nothing gives", printable(input)),
                               "export the model again, with its parameters"});
        continue;
      }
      if (!source->second) continue;
      readers[*source->second].push_back(n);
      ++waits_for[n];
    }
  }
  for (const std::string& output : graph.outputs) {
    if (sources.contains(output)) continue;
    errors.push_back(Error{"onnx.missing", graph.path,
                           fmt::format("has the output {}, which nothing gives", printable(output)),
                           "export the model again"});
  }
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    if (waits_for[n] == 0) ready.push(n);
  }
  std::vector<OnnxNode> sorted;
  while (!ready.empty()) {
    const std::size_t n = ready.top();
    ready.pop();
    sorted.push_back(graph.nodes[n]);
    for (const std::size_t reader : readers[n]) {
      if (--waits_for[reader] == 0) ready.push(reader);
    }
  }
  if (sorted.size() != graph.nodes.size()) {
    std::string names;
    for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
      if (waits_for[n] != 0) names += (names.empty() ? "" : ", ") + graph.nodes[n].name;
    }
    errors.push_back(Error{"onnx.cycle", graph.path, "has nodes that wait for themselves: " + names,
                           "export the model again; recurrent networks are not supported"});
  }
  graph.nodes = std::move(sorted);
}

}  // namespace

std::int64_t OnnxGraph::opset() const {
  const auto found = opsets.find("");
  return found == opsets.end() ? 0 : found->second;
}

Result<OnnxGraph> check_onnx_graph(OnnxGraph graph) {
  Errors errors;
  if (graph.opset() < kOldestOpset) {
    errors.push_back(
        Error{"onnx.opset", graph.path,
              fmt::format("was written for ONNX's operators of version {}; {} is the oldest that is supported",
                          graph.opset(), kOldestOpset),
              "export the model with opset_version=13 or so"});
  }
  if (graph.outputs.empty()) {
    errors.push_back(Error{"onnx.outputs", graph.path, "holds no graph with an output", "is it an ONNX model?"});
  }
  take_constants(graph, errors);
  sort_nodes(graph, errors);
  if (!errors.empty()) return faults(std::move(errors));
  return graph;
}

}  // namespace rtl4ml
