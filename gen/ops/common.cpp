#include "gen/ops/common.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sw/number/convert.hpp"

namespace rtl4ml {

int address_width(std::int64_t words) {
  int width = 1;
  while ((std::int64_t{1} << width) < words) ++width;
  return width;
}

void append_type(std::vector<Connection>& parameters, const std::string& prefix, const FixedType& type) {
  parameters.push_back({prefix + "_WIDTH", std::to_string(type.width)});
  parameters.push_back({prefix + "_FRAC_WIDTH", std::to_string(type.frac_width)});
  parameters.push_back({prefix + "_SIGNED", type.is_signed ? "1" : "0"});
}

std::string code_literal(std::int64_t code) {
  if (code >= std::numeric_limits<std::int32_t>::min() && code <= std::numeric_limits<std::int32_t>::max()) {
    return std::to_string(code);
  }
  return fmt::format("{}64'sd{}", code < 0 ? "-" : "", code < 0 ? -code : code);
}

Instance stream_instance(const NodeView& view) {
  Instance instance{std::string(view.node.operation->module), view.node.identifier, {}, {}};
  if (view.node.operation->has_registers(view)) instance.ports = {{"clk", "clk"}, {"rst", "rst"}};
  for (const auto& [port, stream] : {std::pair{"data_in_0", &view.data_in}, std::pair{"data_out_0", &view.data_out}}) {
    for (const char* part : {"", "_valid", "_ready"}) {
      instance.ports.push_back({std::string(port) + part, stream->identifier + part});
    }
  }
  return instance;
}

Instance operator_instance(const NodeView& view, Rounding rounding, Overflow overflow) {
  Instance instance = stream_instance(view);
  append_type(instance.parameters, "DATA_IN", view.data_in.type);
  append_type(instance.parameters, "DATA_OUT", view.data_out.type);
  instance.parameters.push_back({"ROUNDING", std::to_string(static_cast<int>(rounding))});
  instance.parameters.push_back({"OVERFLOW", std::to_string(static_cast<int>(overflow))});
  return instance;
}

Instance elementwise_instance(const NodeView& view, Rounding rounding, Overflow overflow) {
  Instance instance = operator_instance(view, rounding, overflow);
  instance.parameters.push_back({"PARALLELISM", std::to_string(view.data_in.parallelism)});
  return instance;
}

Result<int> same_features(const Layer& /*layer*/, int in_features) { return in_features; }

void check_slope(const Layer& layer, const LayerTypes& types, const std::string& place, Errors& errors) {
  const FixedType& slope = types.weight;
  const int product = types.data_in.width + slope.width + std::max(-slope.frac_width, 0);
  const int width = std::max(types.data_in.width + std::max(slope.frac_width, 0), product);
  if (!types.data_in.is_signed || width <= kMaxAccumulatorWidth) return;
  errors.push_back(Error{"precision.slope", place,
                         fmt::format("layer {}: data_in {} times slope {} needs {} bits; {} are supported", layer.name,
                                     to_string(types.data_in), to_string(slope), width, kMaxAccumulatorWidth),
                         "give the layer's weight a frac_width nearer to zero, or auto"});
}

void check_weight_sign(const Layer& layer, const LayerTypes& types, const std::string& place, Errors& errors) {
  if (types.weight.is_signed || types.weight.width < kMaxWidth) return;
  errors.push_back(Error{"precision.weight", place,
                         fmt::format("layer {}: unsigned weights have at most {} bits", layer.name, kMaxWidth - 1),
                         "make the weight signed or one bit narrower"});
}

std::int64_t beats_interval(const NodeView& view) { return view.data_in.beats(); }

std::vector<std::int64_t> departures_at_once(const NodeView& /*view*/, const std::vector<std::int64_t>& arrivals) {
  return arrivals;
}

std::vector<std::int64_t> departures_next_cycle(const NodeView& /*view*/, const std::vector<std::int64_t>& arrivals) {
  std::vector<std::int64_t> departures = arrivals;
  for (std::int64_t& cycle : departures) ++cycle;
  return departures;
}

ReadyBehaviour combinational_ready(const NodeView& /*view*/) { return ReadyBehaviour::kCombinational; }
ReadyBehaviour registered_ready(const NodeView& /*view*/) { return ReadyBehaviour::kRegistered; }
Cost no_cost(const NodeView& /*view*/) { return {}; }
Result<std::vector<std::string>> no_sources(const NodeView& /*view*/, const std::filesystem::path& /*folder*/) {
  return std::vector<std::string>{};
}

ParameterReport start_report(std::string parameter, const FixedType& type) {
  ParameterReport report;
  report.parameter = std::move(parameter);
  report.type = type;
  return report;
}

std::int64_t quantize_parameter(double value, const FixedType& type, Rounding rounding, ParameterReport& report) {
  const std::int64_t code = quantize(value, type, rounding, Overflow::kSaturate);
  const double scaled = std::ldexp(value, type.frac_width);
  constexpr double kUnit = 1.0;  // closer than a unit to the last code is rounding, not saturation
  ++report.count;
  report.saturated +=
      (scaled >= static_cast<double>(type.max_code()) + kUnit || scaled <= static_cast<double>(type.min_code()) - kUnit)
          ? 1
          : 0;
  report.nonzero += value != 0.0 ? 1 : 0;
  report.nonzero_codes += code != 0 ? 1 : 0;
  report.largest = std::max(report.largest, std::abs(value));
  return code;
}

}  // namespace rtl4ml
