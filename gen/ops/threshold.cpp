#include "gen/ops/threshold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/ops/common.hpp"
#include "gen/ops/feature_constants.hpp"
#include "sw/quantize/fit_frac_width.hpp"

namespace rtl4ml {
namespace {

bool computes(const LayerKind& kind) { return std::holds_alternative<ThresholdLayer>(kind); }

Result<int> out_features(const Layer& layer, int in_features) {
  const auto& threshold = std::get<ThresholdLayer>(layer.kind);
  const auto expected = static_cast<std::size_t>(in_features) * static_cast<std::size_t>(std::max(threshold.levels, 0));
  const bool fits = threshold.levels > 0 && threshold.threshold.size() == expected;
  if (fits && (threshold.falling.empty() || threshold.falling.size() == static_cast<std::size_t>(in_features)))
    return in_features;
  return fault("network.shape", "layer " + layer.name,
               fmt::format("has {} thresholds in {} levels and {} marks of falling, the layer before gives {} features",
                           threshold.threshold.size(), threshold.levels, threshold.falling.size(), in_features),
               "as many thresholds for each feature as there are levels");
}

/// low in steps; no integer where the two do not fit each other.
double lowest_of(const ThresholdLayer& layer) { return layer.low / layer.step; }

/// A step is a unit of data_out, and low a code of it: the narrowest type that has all counts.
FixedType natural_type(const ThresholdLayer& layer) {
  const double lowest = std::clamp(std::floor(lowest_of(layer)), -0x1p40, 0x1p40);
  FixedType type{1, 0, lowest < 0.0};
  type.frac_width = std::clamp(-std::ilogb(layer.step), -kMaxFracWidth, kMaxFracWidth);
  const auto inside = [&](double code) {
    return code >= static_cast<double>(type.min_code()) && code <= static_cast<double>(type.max_code());
  };
  while (type.width < kMaxWidth && !(inside(lowest) && inside(lowest + layer.levels))) ++type.width;
  return type;
}

FixedType output_type(const LayerKind& kind, int /*in_features*/) {
  return natural_type(std::get<ThresholdLayer>(kind));
}

void check_types(const Layer& layer, const LayerTypes& types, const std::string& place, Errors& errors) {
  const auto& threshold = std::get<ThresholdLayer>(layer.kind);
  const FixedType natural = natural_type(threshold);
  const auto wrong = [&](const std::string& what, const std::string& fix) {
    errors.push_back(Error{"precision.threshold", place, fmt::format("layer {}: {}", layer.name, what), fix});
  };
  const std::string leave = fmt::format("leave data_out to the layer: {}", to_string(natural));
  if (threshold.step != std::ldexp(1.0, -natural.frac_width))
    return wrong(fmt::format("its step is {}, no power of two", threshold.step),
                 "scale the layer after it instead, and give a step of 1");
  if (types.data_out.frac_width != natural.frac_width)
    return wrong(fmt::format("its step is {}, a unit of data_out {} is {}", threshold.step, to_string(types.data_out),
                             std::ldexp(1.0, -types.data_out.frac_width)),
                 leave);
  const double lowest = lowest_of(threshold);
  if (lowest != std::floor(lowest))
    return wrong(fmt::format("low is {}, no multiple of its step {}", threshold.low, threshold.step),
                 "scale the layer after it instead, and give a low of 0");
  if (lowest < static_cast<double>(types.data_out.min_code()) ||
      lowest + threshold.levels > static_cast<double>(types.data_out.max_code()))
    wrong(fmt::format("data_out {} does not hold {} to {}", to_string(types.data_out), threshold.low,
                      threshold.low + threshold.step * threshold.levels),
          leave);
}

/// A code reaches a threshold where it is at least the next one above it: no rounding changes a comparison.
std::int64_t threshold_code(double value, const FixedType& data_in) {
  const double code = std::ceil(std::ldexp(value, data_in.frac_width));
  return static_cast<std::int64_t>(
      std::clamp(code, static_cast<double>(data_in.min_code()), static_cast<double>(data_in.max_code()) + 1.0));
}

QuantizedOp quantize(const LayerKind& kind, int /*in_features*/, const LayerTypes& types,
                     std::vector<ParameterReport>& /*reports*/) {
  const auto& layer = std::get<ThresholdLayer>(kind);
  ThresholdOp op{types.data_in, types.data_in, types.data_out, layer.levels, {}, {}, 0};
  for (const double value : layer.threshold) op.threshold.push_back(threshold_code(value, types.data_in));
  if (std::any_of(op.threshold.begin(), op.threshold.end(),
                  [&](std::int64_t code) { return code > types.data_in.max_code(); })) {
    ++op.threshold_type.width;
  }
  if (std::any_of(layer.falling.begin(), layer.falling.end(), [](std::uint8_t falls) { return falls != 0; }))
    op.falling = layer.falling;
  op.lowest = static_cast<std::int64_t>(lowest_of(layer));
  return op;
}

Cost cost(const NodeView& view) {
  const auto& op = view.op<ThresholdOp>();
  return {0, static_cast<std::int64_t>(op.threshold.size()) * threshold_element_width(op)};
}

FeatureConstants thresholds(const NodeView& view) {
  const auto& op = view.op<ThresholdOp>();
  return {"threshold",
          fmt::format("Thresholds of {}: {} features, {} levels, {}{}", view.node.identifier, view.data_in.features,
                      op.levels, to_string(op.threshold_type),
                      op.falling.empty() ? "" : ", above each whether its feature falls"),
          threshold_element_width(op), op.levels,
          [&op](std::size_t feature, int level) { return threshold_element(op, feature, level); }};
}

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<ThresholdOp>();
  Instance threshold = elementwise_instance(view, Rounding::kHalfEven, Overflow::kSaturate);
  for (const auto& [parameter, value] :
       {std::pair{"FEATURES", std::int64_t{view.data_in.features}}, std::pair{"LEVELS", std::int64_t{op.levels}},
        std::pair{"THRESHOLD_WIDTH", std::int64_t{op.threshold_type.width}},
        std::pair{"FALLING", std::int64_t{op.falling.empty() ? 0 : 1}}, std::pair{"LOWEST", op.lowest}}) {
    threshold.parameters.push_back({parameter, code_literal(value)});
  }
  Instantiation result{{}, {std::move(threshold)}};
  connect_feature_constants(view, thresholds(view), result);
  return result;
}

Result<std::vector<std::string>> write_sources(const NodeView& view, const std::filesystem::path& folder) {
  return write_feature_constants(view, thresholds(view), folder);
}

}  // namespace

std::int64_t threshold_element(const ThresholdOp& op, std::size_t feature, int level) {
  const std::int64_t code =
      op.threshold[feature * static_cast<std::size_t>(op.levels) + static_cast<std::size_t>(level)];
  const std::int64_t above = std::int64_t{1} << op.threshold_type.width;
  return (code & (above - 1)) + (!op.falling.empty() && op.falling[feature] != 0 ? above : 0);
}

int threshold_element_width(const ThresholdOp& op) { return op.threshold_type.width + (op.falling.empty() ? 0 : 1); }

const Operator& threshold_operator() {
  static const Operator kThreshold = {
      .name = "threshold",
      .module = "fixed_threshold",
      .computes = computes,
      .implements = has_payload<ThresholdOp>,
      .out_features = out_features,
      .output_rule = OutputRule::kOwn,
      .output_type = output_type,
      .check_types = check_types,
      .quantize = quantize,
      .cost = cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures_next_cycle,
      .has_registers = always,
      .instantiate = instantiate,
      .write_sources = write_sources,
  };
  return kThreshold;
}

}  // namespace rtl4ml
