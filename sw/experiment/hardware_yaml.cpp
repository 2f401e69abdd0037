#include "sw/experiment/hardware_yaml.hpp"

#include <fmt/format.h>

#include <vector>

#include "sw/base/overloaded.hpp"

namespace rtl4ml {
namespace {

/// "{linear: fc1}", "{leaky_relu: act, negative_slope: 0.125}".
std::string entry(const Layer& layer) {
  const std::string attributes = std::visit(
      Overloaded{[](const LeakyReluLayer& relu) { return fmt::format(", negative_slope: {}", relu.negative_slope); },
                 [](const ClipLayer& clip) {
                   return fmt::format(", min_value: {}, max_value: {}", clip.min_value, clip.max_value);
                 },
                 [](const ThresholdLayer& threshold) {
                   return fmt::format(", low: {}, step: {}", threshold.low, threshold.step);
                 },
                 [](const BatchNorm1dLayer& norm) { return fmt::format(", eps: {}", norm.epsilon); },
                 [](const auto&) { return std::string(); }},
      layer.kind);
  return fmt::format("{{{}: {}{}}}", operator_name(layer.kind), layer.name, attributes);
}

std::string type_text(const FixedType& type) {
  return fmt::format("{{width: {}, frac_width: {}, signed: {}}}", type.width, type.frac_width, type.is_signed);
}

std::string layer_text(const DesignLayerFormats& formats) {
  std::vector<std::string> parts;
  const auto add = [&parts](const char* key, const std::optional<FixedType>& type) {
    if (type) parts.push_back(fmt::format("{}: {}", key, type_text(*type)));
  };
  add("data_in", formats.data_in);
  add("weight", formats.weight);
  add("bias", formats.bias);
  add("data_out", formats.data_out);
  if (formats.rounding) parts.push_back(fmt::format("rounding: {}", to_string(*formats.rounding)));
  return fmt::format("{{{}}}", fmt::join(parts, ", "));
}

std::string data_text(const std::string& inputs, const std::string& labels, int count) {
  std::string text = fmt::format("{{inputs: {}", inputs);
  if (!labels.empty()) text += fmt::format(", labels: {}", labels);
  if (count > 0) text += fmt::format(", count: {}", count);
  return text + "}";
}

}  // namespace

std::string hardware_yaml(const HardwareYaml& config, const Network& network) {
  std::string text =
      fmt::format("# {}\nname: {}\ncheckpoint: {}\nmodel:\n", config.comment, config.name, config.checkpoint);
  for (const Layer& layer : network.layers) text += fmt::format("  - {}\n", entry(layer));
  if (!config.input.is_plain()) {
    text += fmt::format("input: {{shape: {}, scale: {:.17g}, zero: {:.17g}}}\n", config.input_features,
                        config.input.scale, config.input.zero);
  }
  const std::string frac_width =
      config.formats.frac_width ? std::to_string(*config.formats.frac_width) : std::string("auto");
  text += fmt::format("precision:\n  default: {{width: {}, frac_width: {}}}\n", config.formats.width, frac_width);
  if (!config.formats.layers.empty()) text += "  layers:\n";
  for (const auto& [name, formats] : config.formats.layers)
    text += fmt::format("    {}: {}\n", name, layer_text(formats));
  text += fmt::format("parallelism: {}\n", config.parallelism);
  if (!config.target.empty()) text += fmt::format("target: {}\n", config.target);
  if (!config.data.empty()) text += fmt::format("data: {}\n", data_text(config.data, config.labels, config.test_count));
  if (!config.calibration.empty())
    text += fmt::format("calibration: {}\n", data_text(config.calibration, "", config.calibration_count));
  return text;
}

}  // namespace rtl4ml
