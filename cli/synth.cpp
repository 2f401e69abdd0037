#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/estimate_report.hpp"
#include "cli/pipeline.hpp"
#include "cli/synth_report.hpp"
#include "sim/build/cache.hpp"
#include "sim/netlist/memories.hpp"
#include "sim/netlist/synthesize.hpp"
#include "sim/place/few_pins.hpp"
#include "sim/place/place_and_route.hpp"
#include "sw/base/file.hpp"
#include "sw/base/progress.hpp"
#include "sw/base/stopwatch.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

struct SynthOptions {
  std::string config;
  std::string build_folder = "build";
  std::string target;
  double timeout = 3600.0;
  std::uint64_t seed = 1;
  bool pnr = false, as_is = false, anyway = false, json = false;
};

/// What the target has to say of itself before a tool is started.
Result<void> check_target(const HardwareConfig& config, bool pnr) {
  const Target& target = config.target;
  Result<void> part = check_part(config);
  if (!part) return part;
  if (pnr && target.place.tool.empty()) {
    return fault("synth.no_place", "target " + target.name, "no open tool places and routes for this part",
                 "leave out --pnr; for the vendor's tools: rtl4ml package");
  }
  return {};
}

/// Tells how far a tool is; counts what it says.
std::function<void(const std::string&)> counting(Progress& progress, std::int64_t& said) {
  return [&progress, &said](const std::string& /*line*/) { progress.update(++said); };
}

std::vector<std::string> identifiers_of(const Graph& graph, const std::string& prefix) {
  std::vector<std::string> identifiers;
  for (const Node& node : graph.nodes) identifiers.push_back(prefix + node.identifier);
  return identifiers;
}

void add_use(SynthReport& report, const Utilisation& used, const std::string& prefix) {
  report.total = used.total;
  for (SynthLayer& layer : report.layers) {
    const auto found = used.layers.find(prefix + layer.identifier);
    if (found != used.layers.end()) layer.use = found->second;
  }
  const auto rest = used.layers.find("");
  if (rest != used.layers.end()) report.other = rest->second;
}

Result<void> check_contents(const Synthesis& synthesis, const fs::path& rtl) {
  const Result<std::vector<std::string>> lost = check_memories(synthesis.folder / "memories.json", rtl);
  if (!lost) return faults(lost.error());
  if (lost->empty()) return {};
  return fault("synth.memory", rtl.string(), fmt::format("{}", fmt::join(*lost, "; ")), "generate the design again");
}

/// Copies what a user takes away, under names of their own.
Result<void> copy_files(const std::vector<std::pair<fs::path, fs::path>>& files) {
  for (const auto& [from, to] : files) {
    std::error_code failed;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
    if (failed) return fault("file.unwritable", to.string(), failed.message(), "see that there is room");
  }
  return {};
}

Result<SynthPlacement> place(const CompiledDesign& design, const SynthOptions& options, const fs::path& cache,
                             const Synthesis& synthesis, const fs::path& folder, const std::string& prefix) {
  const PlaceTarget& part = design.config.target.place;
  Progress progress(fmt::format("place and route, {}", design.config.target.name), "messages of " + part.tool, 0);
  std::int64_t said = 0;
  const Result<Placement> placed = place_and_route(cache, synthesis.folder / "netlist.json", design.config.name,
                                                   {part.tool, part.device, part.package, design.config.clock_mhz,
                                                    options.seed, options.timeout, counting(progress, said)});
  if (!placed) return faults(placed.error());
  Result<PlacedTiming> timing = read_placed_timing(placed->folder / "report.json");
  if (!timing) return faults(std::move(timing.error()));
  const fs::path bitstream = folder / (design.config.name + placed->bitstream().extension().string());
  const Result<void> copied =
      copy_files({{placed->bitstream(), bitstream}, {placed->folder / "place.log", folder / "place.log"}});
  if (!copied) return faults(copied.error());
  SynthPlacement placement{options.seed, timing->fmax_mhz, std::move(timing->path), {}, bitstream.string()};
  for (const std::string& cell : placement.path.cells) {
    std::string layer = layer_of(cell, identifiers_of(design.graph, prefix));
    if (!layer.empty()) layer = layer.substr(prefix.size());
    std::vector<std::string>& layers = placement.path_layers;
    if (std::find(layers.begin(), layers.end(), layer) == layers.end()) layers.push_back(std::move(layer));
  }
  return placement;
}

Result<SynthReport> synthesize_design(const CompiledDesign& design, const SynthOptions& options,
                                      const fs::path& design_folder) {
  const Target& target = design.config.target;
  const fs::path cache = cache_folder(design_folder);
  const fs::path folder = design_folder / "synth" / target.name;
  const Result<DesignSignature> signature = read_signature(design_folder / "signature.json");
  if (!signature) return faults(signature.error());
  const Result<CellTable> table = CellTable::read(target.family);
  if (!table) return faults(table.error());
  SynthReport report = start_report(design);
  report.folder = folder.string();
  SynthesisOptions synthesis_options{.flow = target.flow, .timeout_seconds = options.timeout};
  std::string prefix;  // of the layers' names in the netlist
  if (options.pnr && port_bits(*signature) > target.place.pins) {
    report.few_pins_ports = port_bits(*signature);
    synthesis_options.wrapper = few_pins_source(*signature);
    prefix = signature->top + ".";
  }

  Stopwatch watch;
  Progress progress(fmt::format("synthesis, {}", target.name), "passes of Yosys", 0);
  std::int64_t said = 0;
  synthesis_options.on_line = counting(progress, said);
  const Result<Synthesis> synthesis = synthesize(cache, design_folder, *signature, synthesis_options);
  if (!synthesis) return faults(synthesis.error());
  const Result<void> arrived = check_contents(*synthesis, design_folder / "rtl");
  if (!arrived) return faults(arrived.error());
  const Result<Netlist> netlist = read_netlist(synthesis->folder / "netlist.json");
  if (!netlist) return faults(netlist.error());
  add_use(report, utilisation(*netlist, *table, identifiers_of(design.graph, prefix)), prefix);
  report.seconds_synthesis = watch.seconds();

  std::error_code failed;
  fs::create_directories(folder, failed);
  const Result<void> copied = copy_files({{synthesis->folder / "netlist.v", folder / "netlist.v"},
                                          {synthesis->folder / "netlist.json", folder / "netlist.json"},
                                          {synthesis->folder / "yosys.log", folder / "yosys.log"}});
  if (!copied) return faults(copied.error());
  if (options.pnr && report.fits()) {
    const Stopwatch placing;
    Result<SynthPlacement> placement = place(design, options, cache, *synthesis, folder, prefix);
    if (!placement) return faults(std::move(placement.error()));
    report.placement = std::move(*placement);
    report.seconds_placement = placing.seconds();
  }
  const Result<void> written = write_file(folder / "report.json", to_json(report));
  if (!written) return faults(written.error());
  return report;
}

bool has_code(const Errors& errors, std::string_view code) {
  return std::any_of(errors.begin(), errors.end(), [&](const Error& error) { return error.code == code; });
}

/// Says that the design is far too large for the part; no tool has been started.
int refuse(const SynthReport& estimated, bool json) {
  fmt::print("{}", json ? estimate_json(estimated) : estimate_text(estimated));
  fmt::print(stderr, "DOES NOT FIT: the design needs {}; no tool was started (--anyway starts it)\n",
             too_large(estimated));
  return kMismatch;
}

int synth(const SynthOptions& options) {
  const Result<CompiledDesign> design = load_design(options.config, FloatWeights::kRelease, options.target);
  if (!design) return report_faults(design.error());
  const Result<void> checked = check_target(design->config, options.pnr);
  if (!checked) return report_faults(checked.error());
  if (!options.anyway) {
    const Result<SynthReport> estimated = estimate_report(*design);
    if (!estimated && !has_code(estimated.error(), "cost.family")) return report_faults(estimated.error());
    if (estimated && !too_large(*estimated).empty()) return refuse(*estimated, options.json);
  }
  const Result<fs::path> folder = design_folder(design->config, options.build_folder);
  if (!folder) return report_faults(folder.error());
  if (!options.as_is) {
    const Result<void> emitted = emit_with_random_vectors(*design, *folder);
    if (!emitted) return report_faults(emitted.error());
  }
  const Result<SynthReport> report = synthesize_design(*design, options, *folder);
  if (!report) return report_faults(report.error());
  fmt::print("{}", options.json ? to_json(*report) : to_text(*report));
  return report->fits() && report->meets_clock() ? kSuccess : kMismatch;
}

}  // namespace

void add_synth_command(CLI::App& app, int& status) {
  auto options = std::make_shared<SynthOptions>();
  CLI::App* command = app.add_subcommand(
      "synth", "synthesise a design for a part, place and route it; area and timing, per design and per layer");
  command->add_option("config", options->config, "hardware config, see hw/configs")->required();
  command->add_option("--target", options->target, "part of hw/targets; default: the config's");
  command->add_flag("--pnr", options->pnr, "place and route as well, down to a bitstream (nextpnr)");
  command->add_option("--seed", options->seed, "of place and route")->capture_default_str();
  command->add_option("--timeout", options->timeout, "seconds that a tool may take; 0: any")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_flag("--as-is", options->as_is, "take the design's folder as it stands instead of generating it again");
  command->add_flag("--anyway", options->anyway, "start Yosys even for a design that is far too large by the estimate");
  command->add_option("--build", options->build_folder, "folder that takes the design's folder")->capture_default_str();
  command->add_flag("--json", options->json, "print report.json instead of a table");
  command->footer(
      "Exit status 1: the design does not fit the part, or misses its clock (clock_mhz of the config) after place and "
      "route.\n"
      "Examples:\n"
      "  rtl4ml synth hw/configs/digits.yaml --target xc7a100t\n"
      "  rtl4ml synth hw/configs/linear_relu.yaml --target ice40-hx8k --pnr --json");
  command->callback([options, &status] { status = synth(*options); });
}

}  // namespace rtl4ml
