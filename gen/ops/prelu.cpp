#include "gen/ops/prelu.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/rom_source.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

/// One slope for all features is the operator leaky_relu.
bool computes(const LayerKind& kind) {
  const auto* prelu = std::get_if<PReluLayer>(&kind);
  return prelu != nullptr && prelu->weight.size() != 1;
}

Result<int> out_features(const Layer& layer, int in_features) {
  const std::size_t slopes = std::get<PReluLayer>(layer.kind).weight.size();
  if (slopes != static_cast<std::size_t>(in_features)) {
    return fault("network.shape", "layer " + layer.name,
                 fmt::format("has {} slopes, the layer before gives {} features", slopes, in_features),
                 "one slope for all features, or one for each");
  }
  return in_features;
}

ParameterView parameters(const LayerKind& kind) {
  return {std::span<const float>(std::get<PReluLayer>(kind).weight), {}};
}

QuantizedOp quantize(const LayerKind& kind, int /*in_features*/, const LayerTypes& types,
                     std::vector<ParameterReport>& reports) {
  ParameterReport report = start_report("weight", types.weight);
  PReluOp op{types.data_in, types.weight, types.data_out, {}, types.rounding, types.overflow};
  for (const float value : std::get<PReluLayer>(kind).weight) {
    op.slope.push_back(quantize_parameter(value, types.weight, types.rounding, report));
  }
  reports.push_back(std::move(report));
  return op;
}

Cost cost(const NodeView& view) {
  return {view.data_in.parallelism,
          static_cast<std::int64_t>(view.data_in.features) * view.op<PReluOp>().slope_type.width};
}

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<PReluOp>();
  const std::string& name = view.node.identifier;
  Instance prelu = elementwise_instance(view, op.rounding, op.overflow);
  prelu.parameters.push_back({"FEATURES", std::to_string(view.data_in.features)});
  append_type(prelu.parameters, "SLOPE", op.slope_type);
  prelu.ports.push_back({"slope_address", name + "_slope_address"});
  prelu.ports.push_back({"slope", name + "_slope"});
  Instantiation result;
  result.wires = {{name + "_slope_address", address_width(view.data_in.beats())},
                  {name + "_slope", static_cast<std::int64_t>(view.data_in.parallelism) * op.slope_type.width}};
  result.instances = {std::move(prelu),
                      {name + "_slope_source",
                       name + "_slope_source",
                       {},
                       {{"address", name + "_slope_address"}, {"slope", name + "_slope"}}}};
  return result;
}

Result<std::vector<std::string>> write_sources(const NodeView& view, const std::filesystem::path& folder) {
  const auto& op = view.op<PReluOp>();
  const std::int64_t parallelism = view.data_in.parallelism;
  RomSource source;
  source.module = view.node.identifier + "_slope_source";
  source.port = "slope";
  source.comment = {fmt::format("Slopes of {}: {} features, {}; address = beat.", view.node.identifier, op.slope.size(),
                                to_string(op.slope_type))};
  source.element_width = op.slope_type.width;
  source.lanes = parallelism;
  source.words = view.data_in.beats();
  source.registered = false;
  const auto end_of = [&, parallelism](std::int64_t word) {
    return std::min(static_cast<std::size_t>((word + 1) * parallelism), op.slope.size());
  };
  source.fill = [&](std::int64_t word, std::vector<std::int64_t>& codes) {
    for (auto i = static_cast<std::size_t>(word * parallelism); i < end_of(word); ++i) codes.push_back(op.slope[i]);
  };
  source.word_comment = [&](std::int64_t word) {
    return fmt::format("features {} to {}", word * parallelism, end_of(word) - 1);
  };
  return write_rom_source(source, folder);
}

}  // namespace

const Operator& prelu_operator() {
  static const Operator kPRelu = {
      .name = "prelu",
      .module = "fixed_prelu",
      .computes = computes,
      .implements = has_payload<PReluOp>,
      .out_features = out_features,
      .parameters = parameters,
      .check_types = check_slope,
      .quantize = quantize,
      .cost = cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures_next_cycle,
      .has_registers = always,
      .instantiate = instantiate,
      .write_sources = write_sources,
  };
  return kPRelu;
}

}  // namespace rtl4ml
