#include "gen/passes/quantize_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/ops/operators.hpp"
#include "gen/passes/resolve_precision.hpp"
#include "sw/quantize/fit_frac_width.hpp"

namespace rtl4ml {
namespace {

constexpr double kSaturatedShare = 0.01;

/// The finest frac_width at which the largest value does not saturate.
int fitting_frac_width(const ParameterReport& report) {
  const double values[] = {report.largest};
  const int largest = report.type.width - (report.type.is_signed ? 1 : 0) - 1 - std::ilogb(std::max(values[0], 1e-30));
  return std::clamp(largest, -kMaxFracWidth, kMaxFracWidth);
}

void warn(const std::string& place, const std::string& layer, const ParameterReport& report,
          std::vector<std::string>& warnings) {
  const std::string fix =
      fmt::format("\n  fix: the largest |{}| of {} is {:.4g}; width {} with frac_width {} (or auto) represents it",
                  report.parameter, layer, report.largest, report.type.width, fitting_frac_width(report));
  if (report.nonzero > 0 && report.nonzero_codes == 0) {
    warnings.push_back(fmt::format(
        "{}: warning[precision.all_zero]: layer {}: all {} values of {} become zero at width {}, frac_width {}{}",
        place, layer, report.count, report.parameter, report.type.width, report.type.frac_width, fix));
  }
  const double share =
      report.count > 0 ? static_cast<double>(report.saturated) / static_cast<double>(report.count) : 0.0;
  if (share > kSaturatedShare) {
    warnings.push_back(
        fmt::format("{}: warning[precision.saturated]: layer {}: {} of {} values of {} ({:.1f} %) saturate at width "
                    "{}, frac_width {}{}",
                    place, layer, report.saturated, report.count, report.parameter, 100.0 * share, report.type.width,
                    report.type.frac_width, fix));
  }
}

}  // namespace

QuantizedModel quantize_parameters(const HardwareConfig& config, const Network& network,
                                   const std::vector<int>& features, const std::vector<LayerTypes>& types,
                                   std::vector<std::string>& warnings,
                                   const std::function<void(std::size_t)>& on_layer) {
  QuantizedModel model;
  for (std::size_t index = 0; index < network.layers.size(); ++index) {
    const Layer& layer = network.layers[index];
    std::vector<ParameterReport> reports;
    QuantizedLayer quantized;
    quantized.name = layer.name;
    quantized.in_features = features[index];
    quantized.out_features = features[index + 1];
    quantized.op = operator_of(layer.kind)->quantize(layer.kind, features[index], types[index], reports);
    model.layers.push_back(std::move(quantized));
    for (const ParameterReport& report : reports)
      warn(precision_place(config, layer.name), layer.name, report, warnings);
    if (on_layer) on_layer(index);
  }
  return model;
}

}  // namespace rtl4ml
