#include "gen/ops/affine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/ops/common.hpp"
#include "gen/ops/feature_constants.hpp"

namespace rtl4ml {
namespace {

bool computes(const LayerKind& kind) { return std::holds_alternative<AffineLayer>(kind); }

Result<int> out_features(const Layer& layer, int in_features) {
  const auto& affine = std::get<AffineLayer>(layer.kind);
  const auto features = static_cast<std::size_t>(in_features);
  if (affine.weight.size() == features && affine.bias.size() == features) return in_features;
  return fault("network.shape", "layer " + layer.name,
               fmt::format("has {} weights and {} biases, the layer before gives {} features", affine.weight.size(),
                           affine.bias.size(), in_features),
               "one of each for each feature");
}

ParameterView parameters(const LayerKind& kind) {
  const auto& affine = std::get<AffineLayer>(kind);
  return {std::span<const double>(affine.weight), std::span<const double>(affine.bias)};
}

QuantizedOp quantize(const LayerKind& kind, int /*in_features*/, const LayerTypes& types,
                     std::vector<ParameterReport>& reports) {
  const auto& layer = std::get<AffineLayer>(kind);
  AffineOp op{types.data_in, types.weight, types.bias, types.data_out, {}, {}, types.rounding, types.overflow};
  const auto codes_of = [&](const std::vector<double>& values, const char* what, const FixedType& type) {
    ParameterReport report = start_report(what, type);
    std::vector<std::int64_t> codes;
    for (const double value : values) codes.push_back(quantize_parameter(value, type, types.rounding, report));
    reports.push_back(std::move(report));
    return codes;
  };
  op.weight = codes_of(layer.weight, "weight", types.weight);
  op.bias = codes_of(layer.bias, "bias", types.bias);
  return op;
}

Cost cost(const NodeView& view) {
  const auto& op = view.op<AffineOp>();
  return {view.data_in.parallelism,
          static_cast<std::int64_t>(view.data_in.features) * (op.weight_type.width + op.bias_type.width)};
}

/// A register behind the multiplier and one behind the sum.
std::vector<std::int64_t> departures(const NodeView& view, const std::vector<std::int64_t>& arrivals) {
  return departures_next_cycle(view, departures_next_cycle(view, arrivals));
}

FeatureConstants constants(const NodeView& view, const char* what, const std::vector<std::int64_t>& codes,
                           const FixedType& type) {
  return {what,
          fmt::format("The {} of each feature of {}: {} features, {}", what, view.node.identifier,
                      view.data_in.features, to_string(type)),
          type.width, 1, [&codes](std::size_t feature, int) { return codes[feature]; }};
}
FeatureConstants weights(const NodeView& view) {
  const auto& op = view.op<AffineOp>();
  return constants(view, "weight", op.weight, op.weight_type);
}
FeatureConstants biases(const NodeView& view) {
  const auto& op = view.op<AffineOp>();
  return constants(view, "bias", op.bias, op.bias_type);
}

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<AffineOp>();
  Instance affine = elementwise_instance(view, op.rounding, op.overflow);
  affine.parameters.push_back({"FEATURES", std::to_string(view.data_in.features)});
  append_type(affine.parameters, "WEIGHT", op.weight_type);
  append_type(affine.parameters, "BIAS", op.bias_type);
  affine.parameters.push_back({"ACCUMULATOR_WIDTH", std::to_string(view.node.accumulator_width)});
  Instantiation result{{}, {std::move(affine)}};
  connect_feature_constants(view, weights(view), result);
  connect_feature_constants(view, biases(view), result);
  return result;
}

Result<std::vector<std::string>> write_sources(const NodeView& view, const std::filesystem::path& folder) {
  Result<std::vector<std::string>> files = write_feature_constants(view, weights(view), folder);
  if (!files) return files;
  const Result<std::vector<std::string>> more = write_feature_constants(view, biases(view), folder);
  if (!more) return faults(more.error());
  files->insert(files->end(), more->begin(), more->end());
  return files;
}

}  // namespace

const Operator& affine_operator() {
  static const Operator kAffine = {
      .name = "affine",
      .module = "fixed_affine",
      .computes = computes,
      .implements = has_payload<AffineOp>,
      .out_features = out_features,
      .output_rule = OutputRule::kDefault,
      .parameters = parameters,
      .check_types = check_weight_sign,
      .quantize = quantize,
      .cost = cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures,
      .has_registers = always,
      .instantiate = instantiate,
      .write_sources = write_sources,
  };
  return kAffine;
}

}  // namespace rtl4ml
