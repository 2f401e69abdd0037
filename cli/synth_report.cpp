#include "cli/synth_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/folding_report.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;
using Row = std::vector<std::string>;

std::string count(double value) { return fmt::format("{:g}", value); }

Row use_cells(const Use& use) { return {count(use.lut), count(use.ff), count(use.dsp), count(use.bram)}; }

Row row(std::string name, std::string operator_name, const Use& use, Row rest) {
  Row cells = {std::move(name), std::move(operator_name)};
  const Row used = use_cells(use);
  cells.insert(cells.end(), used.begin(), used.end());
  cells.insert(cells.end(), rest.begin(), rest.end());
  return cells;
}

/// Two columns of words, then numbers.
std::string table(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& cells : rows) {
    widths.resize(std::max(widths.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], cells[i].size());
  }
  std::string text;
  for (const Row& cells : rows) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += i < 2 ? fmt::format("  {:<{}}", cells[i], widths[i]) : fmt::format("  {:>{}}", cells[i], widths[i]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::int64_t memory_bits(const SynthReport& report) {
  std::int64_t bits = 0;
  for (const SynthLayer& layer : report.layers) bits += layer.memory_bits;
  return bits;
}

std::string per_cent(double used, std::int64_t available) {
  return available == 0 && used == 0.0 ? "-" : fmt::format("{:.1f} %", share(used, available));
}

std::string layers_text(const SynthPlacement& placement) {
  std::vector<std::string> names;
  for (const std::string& layer : placement.path_layers) names.push_back(layer.empty() ? "outside the layers" : layer);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string placement_text(const SynthReport& report, const SynthPlacement& placement) {
  std::string text;
  if (!placement.fmax_mhz) {
    text += "  clock      no register drives another one: nothing limits it\n";
  } else {
    text += fmt::format("  clock      {:.1f} MHz reached, {:g} MHz wanted: {} ({}, seed {})\n", *placement.fmax_mhz,
                        report.clock_mhz, report.meets_clock() ? "met" : "NOT MET", report.target.place.tool,
                        placement.seed);
    const CriticalPath& path = placement.path;
    text +=
        fmt::format("  path       {:.2f} ns, {:.2f} of them routing, in {}\n             from {}\n             to {}\n",
                    path.logic_ns + path.routing_ns, path.routing_ns, layers_text(placement), path.cells.front(),
                    path.cells.back());
  }
  return text + "  bitstream  " + placement.bitstream + "\n";
}

Json use_json(const Use& use) { return {{"LUT", use.lut}, {"FF", use.ff}, {"DSP", use.dsp}, {"BRAM", use.bram}}; }

Json layers_json(const SynthReport& report) {
  Json layers = Json::array();
  for (const SynthLayer& layer : report.layers) {
    Json json = {{"name", layer.name}, {"identifier", layer.identifier}, {"operator", layer.operator_name}};
    json.update(use_json(layer.use));
    json["memory_bits"] = layer.memory_bits;
    json["latency_cycles"] = layer.latency_cycles;
    json["interval_cycles"] = layer.interval_cycles;
    json["parallelism"] = {{"in", layer.parallelism.in}, {"out", layer.parallelism.out}};
    layers.push_back(std::move(json));
  }
  return layers;
}

Json placement_json(const SynthReport& report) {
  if (!report.placement) return {};
  const SynthPlacement& placement = *report.placement;
  return {{"tool", report.target.place.tool},
          {"seed", placement.seed},
          {"fmax_mhz", placement.fmax_mhz ? Json(*placement.fmax_mhz) : Json()},
          {"meets_clock", report.meets_clock()},
          {"critical_path",
           {{"ns", placement.path.logic_ns + placement.path.routing_ns},
            {"routing_ns", placement.path.routing_ns},
            {"layers", placement.path_layers},
            {"cells", placement.path.cells}}},
          {"bitstream", placement.bitstream}};
}

}  // namespace

std::string use_table(const SynthReport& report) {
  std::vector<Row> rows = {
      {"layer", "operator", "LUT", "FF", "DSP", "BRAM", "memory bits", "latency", "interval cycles"}};
  for (const SynthLayer& layer : report.layers) {
    rows.push_back(row(layer.name, layer.operator_name, layer.use,
                       {std::to_string(layer.memory_bits), std::to_string(layer.latency_cycles),
                        std::to_string(layer.interval_cycles)}));
  }
  if (report.other != Use{}) rows.push_back(row("other", "", report.other, {}));
  rows.push_back(row("total", "", report.total,
                     {std::to_string(memory_bits(report)), std::to_string(report.latency_cycles),
                      std::to_string(report.interval_cycles)}));
  const PartResources& part = report.target.resources;
  rows.push_back({"of the part", "", per_cent(report.total.lut, part.lut), per_cent(report.total.ff, part.ff),
                  per_cent(report.total.dsp, part.dsp), per_cent(report.total.bram, part.bram)});
  return table(rows);
}

double share(double used, std::int64_t available) {
  if (available == 0) return used == 0.0 ? 0.0 : 100.0 * used;
  return 100.0 * used / static_cast<double>(available);
}

bool SynthReport::fits() const {
  const PartResources& part = target.resources;
  const auto within = [](double used, std::int64_t available) { return used <= static_cast<double>(available); };
  return within(total.lut, part.lut) && within(total.ff, part.ff) && within(total.dsp, part.dsp) &&
         within(total.bram, part.bram);
}

bool SynthReport::meets_clock() const {
  return !placement || !placement->fmax_mhz || *placement->fmax_mhz >= clock_mhz;
}

double SynthReport::told_mhz() const { return placement && placement->fmax_mhz ? *placement->fmax_mhz : clock_mhz; }

std::string to_text(const SynthReport& report) {
  const double mhz = report.told_mhz();
  std::string text = fmt::format("{} on {} ({}), flow {}\n", report.design, report.target.name, report.target.part,
                                 report.target.flow);
  text += use_table(report);
  if (!report.fits()) text += "  DOES NOT FIT: the design needs more than the part has; nothing is placed\n";
  if (report.few_pins_ports > 0) {
    text += fmt::format("  pins       {} of the package's {}: measured behind shift registers, which are in `other`\n",
                        report.few_pins_ports, report.target.place.pins);
  }
  text += fmt::format("  timing     at {:.1f} MHz ({}): latency {:.0f} ns, {:.3g} million vectors/s\n", mhz,
                      report.placement ? "reached" : "wanted, nothing was placed",
                      static_cast<double>(report.latency_cycles) * 1e3 / mhz,
                      mhz / static_cast<double>(report.interval_cycles));
  if (report.placement) text += placement_text(report, *report.placement);
  return text + fmt::format("  report     {}/report.json\n", report.folder);
}

Json use_report_json(const SynthReport& report) {
  const PartResources& part = report.target.resources;
  const double mhz = report.told_mhz();
  Json json = {{"design", report.design},
               {"target", report.target.name},
               {"part", report.target.part},
               {"flow", report.target.flow},
               {"resources", use_json(report.total)},
               {"available", {{"LUT", part.lut}, {"FF", part.ff}, {"DSP", part.dsp}, {"BRAM", part.bram}}},
               {"share_per_cent",
                {{"LUT", share(report.total.lut, part.lut)},
                 {"FF", share(report.total.ff, part.ff)},
                 {"DSP", share(report.total.dsp, part.dsp)},
                 {"BRAM", share(report.total.bram, part.bram)}}},
               {"fits", report.fits()},
               {"memory_bits", memory_bits(report)},
               {"clock_mhz", report.clock_mhz},
               {"latency_cycles", report.latency_cycles},
               {"interval_cycles", report.interval_cycles},
               {"latency_ns", static_cast<double>(report.latency_cycles) * 1e3 / mhz},
               {"vectors_per_second", mhz * 1e6 / static_cast<double>(report.interval_cycles)},
               {"layers", layers_json(report)}};
  if (report.folding) json["folding"] = folding_json(*report.folding);
  return json;
}

std::string to_json(const SynthReport& report) {
  Json json = use_report_json(report);
  json["few_pins"] = report.few_pins_ports > 0;
  json["other"] = use_json(report.other);
  json["placement"] = placement_json(report);
  json["seconds"] = {{"synthesis", report.seconds_synthesis}, {"placement", report.seconds_placement}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rtl4ml
