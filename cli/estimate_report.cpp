#include "cli/estimate_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/folding_report.hpp"
#include "gen/ops/operator.hpp"

namespace rtl4ml {
namespace {

struct Line {
  const char* resource;
  double used;
  std::int64_t available;
};

std::array<Line, 4> lines(const SynthReport& report) {
  const PartResources& part = report.target.resources;
  return {{{"LUT", report.total.lut, part.lut},
           {"FF", report.total.ff, part.ff},
           {"DSP", report.total.dsp, part.dsp},
           {"BRAM", report.total.bram, part.bram}}};
}

}  // namespace

Result<void> check_part(const HardwareConfig& config) {
  const Target& target = config.target;
  if (target.name.empty()) {
    return fault(
        "synth.no_target", config.path, "the config names no target",
        fmt::format("give --target, or add target: to the config; there are {}", fmt::join(known_targets(), ", ")));
  }
  if (target.flow.empty() || !target.has_resources) {
    return fault("synth.no_flow", "target " + target.name, "is no part that can be synthesised for",
                 "give a target that names a part, a flow and its resources");
  }
  return {};
}

SynthReport start_report(const CompiledDesign& design) {
  SynthReport report;
  report.design = design.config.name;
  report.target = design.config.target;
  report.clock_mhz = design.config.clock_mhz;
  report.folding = design.folding;
  report.latency_cycles = design.graph.latency_cycles;
  report.interval_cycles = design.graph.interval_cycles;
  for (const Node& node : design.graph.nodes) {
    const NodeView view = view_of(design.graph, node, design.model);
    const Cost cost = node.operation->cost(view);
    report.layers.push_back({node.name,
                             node.identifier,
                             std::string(node.operation->name),
                             {},
                             cost.memory_bits,
                             node.timing.latency_cycles,
                             node.timing.interval_cycles,
                             {view.data_in.parallelism, view.data_out.parallelism}});
  }
  return report;
}

Result<SynthReport> estimate_report(const CompiledDesign& design) {
  const Result<Estimate> estimated = estimate(design);
  if (!estimated) return faults(estimated.error());
  SynthReport report = start_report(design);
  for (std::size_t layer = 0; layer < report.layers.size(); ++layer)
    report.layers[layer].use = estimated->layers[layer];
  report.total = estimated->total;
  return report;
}

Bottleneck bottleneck(const SynthReport& report) {
  Bottleneck found;
  const auto slowest =
      std::max_element(report.layers.begin(), report.layers.end(),
                       [](const SynthLayer& a, const SynthLayer& b) { return a.interval_cycles < b.interval_cycles; });
  found.layer = slowest->name;
  for (const Line& line : lines(report)) {
    const double of_part = share(line.used, line.available);
    if (!found.resource.empty() && of_part <= found.share) continue;
    found.resource = line.resource;
    found.share = of_part;
  }
  return found;
}

std::string too_large(const SynthReport& estimated) {
  std::vector<std::string> beyond;
  for (const Line& line : lines(estimated)) {
    if (line.used > kRefusalMargin * static_cast<double>(line.available) && line.used > 0.0)
      beyond.push_back(fmt::format("about {:.3g} {} of {}", line.used, line.resource, line.available));
  }
  return fmt::format("{}", fmt::join(beyond, ", "));
}

std::string estimate_text(const SynthReport& report) {
  const Bottleneck limit = bottleneck(report);
  std::string text = report.folding ? folding_text(*report.folding) : "";
  text += fmt::format("{} on {} ({}), estimated\n", report.design, report.target.name, report.target.part);
  text += use_table(report);
  text += fmt::format("  interval   set by layer {}: {} cycles a vector\n", limit.layer, report.interval_cycles);
  text += fmt::format("  resources  {} comes nearest to its limit: {:.1f} % of the part{}\n", limit.resource,
                      limit.share, report.fits() ? "" : "; IT WILL NOT FIT");
  return text + fmt::format("  timing     at {:g} MHz: latency {:.0f} ns, {:.3g} million vectors/s\n", report.clock_mhz,
                            static_cast<double>(report.latency_cycles) * 1e3 / report.clock_mhz,
                            report.clock_mhz / static_cast<double>(report.interval_cycles));
}

std::string estimate_json(const SynthReport& report) {
  nlohmann::ordered_json json = use_report_json(report);
  const Bottleneck limit = bottleneck(report);
  json["bottleneck"] = {{"layer", limit.layer}, {"resource", limit.resource}, {"share_per_cent", limit.share}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace rtl4ml
