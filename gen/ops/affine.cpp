#include "gen/ops/affine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/rom_source.hpp"
#include "gen/ops/common.hpp"

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

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<AffineOp>();
  const std::string& name = view.node.identifier;
  Instance affine = elementwise_instance(view, op.rounding, op.overflow);
  affine.parameters.push_back({"FEATURES", std::to_string(view.data_in.features)});
  append_type(affine.parameters, "WEIGHT", op.weight_type);
  append_type(affine.parameters, "BIAS", op.bias_type);
  affine.parameters.push_back({"ACCUMULATOR_WIDTH", std::to_string(view.node.accumulator_width)});
  Instantiation result;
  for (const auto& [what, type] : {std::pair{"weight", op.weight_type}, std::pair{"bias", op.bias_type}}) {
    const std::string wire = name + "_" + what;
    affine.ports.push_back({what + std::string("_address"), wire + "_address"});
    affine.ports.push_back({what, wire});
    result.wires.push_back({wire + "_address", address_width(view.data_in.beats())});
    result.wires.push_back({wire, static_cast<std::int64_t>(view.data_in.parallelism) * type.width});
    result.instances.push_back(
        {wire + "_source", wire + "_source", {}, {{"address", wire + "_address"}, {what, wire}}});
  }
  result.instances.insert(result.instances.begin(), std::move(affine));
  return result;
}

Result<std::vector<std::string>> write_sources(const NodeView& view, const std::filesystem::path& folder) {
  const auto& op = view.op<AffineOp>();
  const std::int64_t parallelism = view.data_in.parallelism;
  const std::int64_t features = view.data_in.features;
  const auto end_of = [=](std::int64_t word) { return std::min((word + 1) * parallelism, features); };
  std::vector<std::string> files;
  const auto write = [&](const char* what, const std::vector<std::int64_t>& values,
                         const FixedType& type) -> Result<void> {
    RomSource source;
    source.module = view.node.identifier + "_" + what + "_source";
    source.port = what;
    source.comment = {fmt::format("The {} of each feature of {}: {} features, {}; address = beat.", what,
                                  view.node.identifier, features, to_string(type))};
    source.element_width = type.width;
    source.lanes = parallelism;
    source.words = view.data_in.beats();
    source.registered = false;
    source.fill = [&, end_of](std::int64_t word, std::vector<std::int64_t>& codes) {
      codes.insert(codes.end(), values.begin() + word * parallelism, values.begin() + end_of(word));
    };
    source.word_comment = [=](std::int64_t word) {
      return fmt::format("features {} to {}", word * parallelism, end_of(word) - 1);
    };
    const Result<std::vector<std::string>> written = write_rom_source(source, folder);
    if (!written) return faults(written.error());
    files.insert(files.end(), written->begin(), written->end());
    return {};
  };
  if (Result<void> weights = write("weight", op.weight, op.weight_type); !weights) return faults(weights.error());
  if (Result<void> biases = write("bias", op.bias, op.bias_type); !biases) return faults(biases.error());
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
