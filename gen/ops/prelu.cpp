#include "gen/ops/prelu.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/ops/common.hpp"
#include "gen/ops/feature_constants.hpp"

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

FeatureConstants slopes(const NodeView& view) {
  const auto& op = view.op<PReluOp>();
  return {"slope",
          fmt::format("Slopes of {}: {} features, {}", view.node.identifier, op.slope.size(), to_string(op.slope_type)),
          op.slope_type.width, 1, [&op](std::size_t feature, int) { return op.slope[feature]; }};
}

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<PReluOp>();
  Instance prelu = elementwise_instance(view, op.rounding, op.overflow);
  prelu.parameters.push_back({"FEATURES", std::to_string(view.data_in.features)});
  append_type(prelu.parameters, "SLOPE", op.slope_type);
  Instantiation result{{}, {std::move(prelu)}};
  connect_feature_constants(view, slopes(view), result);
  return result;
}

Result<std::vector<std::string>> write_sources(const NodeView& view, const std::filesystem::path& folder) {
  return write_feature_constants(view, slopes(view), folder);
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
