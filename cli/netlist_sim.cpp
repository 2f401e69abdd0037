#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/pipeline.hpp"
#include "cli/report.hpp"
#include "sim/netlist/simulate_netlist.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

struct NetlistSimOptions {
  std::string config;
  std::string build_folder = "build";
  std::string reload;
  std::vector<std::string> flows = {"xc7", "ecp5", "ice40"};
  std::int64_t count = 200;
  std::string stall = "random";
  std::uint64_t seed = 1;
  int resets = 3;
  bool no_dsp = false, no_bram = false, as_is = false, json = false;
};

nlohmann::ordered_json to_json(const NetlistReport& report) {
  using Json = nlohmann::ordered_json;
  const SimulationReport& simulation = report.simulation;
  return {{"target", report.flow},
          {"equal", report.equal()},
          {"vectors", simulation.vectors},
          {"elements", simulation.elements},
          {"mismatches", simulation.mismatches},
          {"hang", simulation.hang},
          {"protocol_faults", simulation.protocol_faults},
          {"resets", simulation.resets},
          {"cycles", simulation.cycles},
          {"cells", report.cells},
          {"our_models", report.our_models},
          {"mapped_away", report.mapped_away},
          {"faults", report.faults},
          {"cause", report.cause},
          {"seconds", Json{{"synthesis", report.seconds_synthesis},
                           {"build", simulation.seconds_build},
                           {"run", simulation.seconds_run}}}};
}

std::string models_text(const NetlistReport& report) {
  std::string text;
  if (!report.our_models.empty()) text += fmt::format("; models of ours: {}", fmt::join(report.our_models, ", "));
  if (!report.mapped_away.empty()) text += fmt::format("; mapped away: {}", fmt::join(report.mapped_away, ", "));
  return text;
}

std::string to_text(const std::string& design, const NetlistReport& report, const FixedType& type) {
  const SimulationReport& simulation = report.simulation;
  std::int64_t cells = 0;
  for (const auto& [cell, count] : report.cells) cells += count;
  std::string text =
      fmt::format("{}, {}: {} ({} vectors, {} resets in flight, {} cells; {:.0f} s{}{})\n", design, report.flow,
                  report.equal() ? "bit-exact" : "NOT EQUAL", simulation.vectors, simulation.resets, cells,
                  report.seconds_synthesis + simulation.seconds_build + simulation.seconds_run,
                  report.synthesised ? "" : ", netlist cached", models_text(report));
  for (const std::string& each : report.faults) text += "  netlist: " + each + "\n";
  if (!simulation.hang.empty()) text += "  hang: " + simulation.hang + "\n";
  for (const std::string& each : simulation.protocol_faults) text += "  protocol: " + each + "\n";
  if (simulation.mismatches > 0) text += fmt::format("  {} mismatches\n", simulation.mismatches);
  for (const Mismatch& mismatch : simulation.first_mismatches)
    text += fmt::format("  mismatch: {}\n", mismatch_text(mismatch, type));
  if (!report.cause.empty()) text += "  cause: " + report.cause + "\n";
  return text;
}

int simulate_netlists(const NetlistSimOptions& options) {
  const Result<CompiledDesign> design = load_design(options.config);
  if (!design) return report_faults(design.error());
  const Result<std::filesystem::path> folder = design_folder(design->config, options.build_folder);
  if (!folder) return report_faults(folder.error());
  Result<Stimulus> stimulus = load_stimulus(*design, "", options.count, options.seed);
  if (!stimulus) return report_faults(stimulus.error());
  Result<std::vector<std::int64_t>> expected = integer_oracle(design->model, *stimulus);
  if (!expected) return report_faults(expected.error());
  if (!options.as_is) {
    const Result<void> emitted = emit_with_vectors(*design, *folder, *stimulus);
    if (!emitted) return report_faults(emitted.error());
  }

  const Result<Laps> laps = reload_laps(*design, options.reload, std::move(*stimulus), std::move(*expected));
  if (!laps) return report_faults(laps.error());
  SimulationOptions simulation;
  simulation.reloads = laps->reloads;
  simulation.stall = stall_modes().at(options.stall);
  simulation.seed = options.seed;
  simulation.resets = options.resets;
  nlohmann::ordered_json json = {{"design", design->config.name},
                                 {"stall", options.stall},
                                 {"seed", options.seed},
                                 {"targets", nlohmann::ordered_json::array()}};
  bool equal = true;
  for (const std::string& flow : options.flows) {
    const SynthesisOptions synthesis{flow, !options.no_dsp, !options.no_bram};
    const Result<NetlistReport> report =
        simulate_netlist(folder->string(), design->model, laps->codes, laps->expected, synthesis, simulation);
    if (!report) return report_faults(report.error());
    equal = equal && report->equal();
    json["targets"].push_back(to_json(*report));
    if (!options.json) fmt::print("{}", to_text(design->config.name, *report, design->model.data_out()));
    std::fflush(stdout);
  }
  json["equal"] = equal;
  const std::string text = json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  const Result<void> written = write_file(*folder / "netlist.json", text);
  if (!written) return report_faults(written.error());
  if (options.json) fmt::print("{}", text);
  return equal ? kSuccess : kMismatch;
}

}  // namespace

void add_netlist_sim_command(CLI::App& app, int& status) {
  auto options = std::make_shared<NetlistSimOptions>();
  CLI::App* command = app.add_subcommand(
      "netlist-sim", "synthesise a design with Yosys, simulate the netlist, compare every output bit with the model");
  command->add_option("config", options->config, "hardware config, see hw/configs")->required();
  command->add_option("--target", options->flows, "flows of hw/flows, one or several")
      ->check(CLI::IsMember(known_flows()))
      ->capture_default_str();
  command->add_option("--count", options->count, "vectors to feed; 0: the whole data set, or 1,000 random vectors")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--stall", options->stall, "traffic on both sides")
      ->check(CLI::IsMember(names(stall_modes())))
      ->capture_default_str();
  command->add_option("--reload", options->reload,
                      "another checkpoint, written through the reload bus in the middle of the run, as in rtl4ml sim");
  command->add_option("--seed", options->seed, "of stalls, resets and random vectors")->capture_default_str();
  command->add_option("--resets", options->resets, "resets in flight, at random moments")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_flag("--no-dsp", options->no_dsp, "multipliers become look-up tables");
  command->add_flag("--no-bram", options->no_bram, "memories become look-up tables and registers");
  command->add_flag("--as-is", options->as_is, "take the design's folder as it stands instead of generating it again");
  command->add_option("--build", options->build_folder, "folder that takes the design's folder")->capture_default_str();
  command->add_flag("--json", options->json, "print netlist.json instead of a line a target");
  command->footer(
      "Examples:\n"
      "  rtl4ml netlist-sim hw/configs/linear_relu.yaml\n"
      "  rtl4ml netlist-sim my_network.yaml --target ecp5 --stall worst --count 1000\n"
      "  rtl4ml netlist-sim my_network.yaml --target xcup ice40-dsp --json");
  command->callback([options, &status] { status = simulate_netlists(*options); });
}

}  // namespace rtl4ml
