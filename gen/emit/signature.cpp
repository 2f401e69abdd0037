#include "gen/emit/signature.hpp"

#include <nlohmann/json.hpp>

#include "gen/ops/operator.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;  // keys in the order of the contract

Json type_json(const FixedType& type) {
  return {{"width", type.width}, {"frac_width", type.frac_width}, {"signed", type.is_signed}};
}

Json stream_json(const std::string& port, const Stream& stream) {
  return {{"port", port},
          {"valid", port + "_valid"},
          {"ready", port + "_ready"},
          {"features", stream.features},
          {"parallelism", stream.parallelism},
          {"beats", stream.beats()},
          {"type", type_json(stream.type)}};
}

Json layer_json(const CompiledDesign& design, const Node& node) {
  const NodeView view = view_of(design.graph, node, design.model);
  Json layer = {{"name", node.name},
                {"identifier", node.identifier},
                {"operator", node.operation->name},
                {"module", node.operation->module},
                {"strategy", to_string(node.strategy)},
                {"in_features", view.data_in.features},
                {"out_features", view.data_out.features},
                {"parallelism", {{"in", view.data_in.parallelism}, {"out", view.data_out.parallelism}}},
                {"latency_cycles", node.timing.latency_cycles},
                {"interval_cycles", node.timing.interval_cycles}};
  if (node.model_layer) layer["model_layer"] = *node.model_layer;
  const Cost cost = node.operation->cost(view);
  layer["multipliers"] = cost.multipliers;
  layer["memory_bits"] = cost.memory_bits;
  layer["output"] = stream_json(view.data_out.identifier, view.data_out);
  return layer;
}

/// The reload bus and the memories behind it.
Json reload_json(const Graph& graph) {
  Json memories = Json::array();
  for (const Node& node : graph.nodes) {
    for (const ReloadSource& source : node.reload) {
      memories.push_back({{"identifier", source.identifier},
                          {"address", source.first_address},
                          {"rows", source.rows},
                          {"width", source.width},
                          {"parts", source.parts()},
                          {"stride", source.part_stride()}});
    }
  }
  return {{"valid", "reload_valid"},
          {"address", "reload_address"},
          {"data", "reload_data"},
          {"address_width", graph.reload_address_width},
          {"memories", memories}};
}

}  // namespace

std::string write_signature(const CompiledDesign& design, std::int64_t vectors, const std::vector<std::string>& files) {
  const Graph& graph = design.graph;
  Json json = {{"format", 1},
               {"design", design.config.name},
               {"top", "top"},
               {"clock", {{"port", "clk"}, {"mhz", design.config.clock_mhz}}},
               {"reset", {{"port", "rst"}, {"active", "high"}, {"synchronous", true}}}};
  json["inputs"] = Json::array();
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    Json input = stream_json("data_in_" + std::to_string(i), graph.stream(graph.inputs[i]));
    const InputScale& scale = design.config.input_scale;
    if (!scale.is_plain()) input["host"] = {{"scale", scale.scale}, {"zero", scale.zero}};
    json["inputs"].push_back(std::move(input));
  }
  json["outputs"] = Json::array();
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    json["outputs"].push_back(stream_json("data_out_" + std::to_string(i), graph.stream(graph.outputs[i])));
  }
  if (graph.reload_address_width > 0) json["reload"] = reload_json(graph);
  json["latency_cycles"] = graph.latency_cycles;
  json["interval_cycles"] = graph.interval_cycles;
  json["layers"] = Json::array();
  for (const Node& node : graph.nodes) json["layers"].push_back(layer_json(design, node));
  json["vectors"] = {{"count", vectors}};
  json["files"] = files;
  // Names come from checkpoints: bytes that are not UTF-8 are replaced instead of refused.
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rtl4ml
