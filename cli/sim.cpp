#include <fmt/format.h>

#include <map>
#include <memory>

#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/pipeline.hpp"
#include "cli/report.hpp"
#include "sw/base/file.hpp"
#include "sw/base/interrupt.hpp"
#include "sw/base/stopwatch.hpp"
#include "sw/data/accuracy.hpp"

namespace rtl4ml {
namespace {

const std::map<std::string, Engine> kEngines = {
    {"verilator", Engine::kVerilator}, {"systemc", Engine::kSystemC}, {"icarus", Engine::kIcarus}};
const std::map<std::string, Trace> kTraces = {{"none", Trace::kNone}, {"vcd", Trace::kVcd}, {"fst", Trace::kFst}};

struct SimOptions {
  std::string config;
  std::string build_folder = "build";
  std::string inputs;
  std::int64_t count = 0;
  std::string stall = "none", engine = "verilator", trace = "vcd";
  std::int64_t trace_vectors = 8;
  std::uint64_t seed = 1;
  int resets = 0;
  std::int64_t laps = 1;
  std::string reload;
  bool json = false;
};

int simulate_design(const SimOptions& options) {
  Stopwatch watch;
  const Result<CompiledDesign> design = load_design(options.config);
  if (!design) return report_faults(design.error());
  const Result<std::filesystem::path> folder = design_folder(design->config, options.build_folder);
  if (!folder) return report_faults(folder.error());
  Result<Stimulus> stimulus = load_stimulus(*design, options.inputs, options.count, options.seed);
  if (!stimulus) return report_faults(stimulus.error());

  SimReport report;
  report.design = design->config.name;
  report.folder = folder->string();
  report.engine = options.engine;
  report.stall = options.stall;
  report.stimulus = stimulus->source;
  report.seed = options.seed;
  report.clock_mhz = design->config.clock_mhz;
  report.seconds.compile = watch.lap();

  Result<std::vector<std::int64_t>> expected = integer_oracle(design->model, *stimulus);
  if (!expected) return report_faults(expected.error());
  report.seconds.oracle = watch.lap();

  Result<ReferenceComparison> reference = compare_with_torch(design->model, design->network, stimulus->real, *expected);
  if (!reference) return report_faults(reference.error());
  report.reference = std::move(*reference);
  if (!stimulus->labels.empty()) {
    const std::vector<float> logits = float_forward(design->network, stimulus->real, design->model.in_features());
    const Answer answer = design->model.answers_class() ? Answer::kClass : Answer::kScores;
    report.accuracy_float = accuracy<float>(logits, stimulus->labels, answer);
    report.accuracy_fixed = accuracy<std::int64_t>(*expected, stimulus->labels, answer);
  }
  report.seconds.reference = watch.lap();
  if (interrupted()) return report_faults({{"cli.interrupted", "", "interrupted; nothing half-written is left", ""}});

  const Result<void> emitted = emit_with_vectors(*design, *folder, *stimulus);
  if (!emitted) return report_faults(emitted.error());
  report.seconds.emit = watch.lap();

  SimulationOptions simulation;
  simulation.stall = stall_modes().at(options.stall);
  simulation.engine = kEngines.at(options.engine);
  simulation.trace = kTraces.at(options.trace);
  simulation.trace_vectors = options.trace_vectors;
  simulation.seed = options.seed;
  simulation.resets = options.resets;
  simulation.laps = options.laps;
  const Result<Laps> laps = reload_laps(*design, options.reload, std::move(*stimulus), std::move(*expected));
  if (!laps) return report_faults(laps.error());
  simulation.reloads = laps->reloads;
  report.reloaded = options.reload;
  Result<SimulationReport> result = simulate(folder->string(), design->model, laps->codes, laps->expected, simulation);
  if (!result) return report_faults(result.error());
  report.simulation = std::move(*result);
  report.seconds.build = report.simulation.seconds_build;
  report.seconds.run = report.simulation.seconds_run;

  const std::string json = to_json(report, design->warnings);
  const Result<void> written = write_file(*folder / "report.json", json);
  if (!written) return report_faults(written.error());
  fmt::print("{}", options.json ? json : to_text(report, *design));
  return all_equal(report) ? kSuccess : kMismatch;
}

}  // namespace

void add_sim_command(CLI::App& app, int& status) {
  auto options = std::make_shared<SimOptions>();
  CLI::App* command =
      app.add_subcommand("sim", "generate a design, simulate it and compare every output bit with the quantized model");
  command->add_option("config", options->config, "hardware config, see hw/configs")->required();
  command->add_option("--count", options->count, "vectors to feed; 0: the whole data set, or 1,000 random vectors")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--inputs", options->inputs,
                      "FILE.npy, FILE.csv or the name of a data set, instead of the config's data");
  command->add_option("--stall", options->stall, "traffic on both sides")
      ->check(CLI::IsMember(names(stall_modes())))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "of stalls, resets and random vectors")->capture_default_str();
  command->add_option("--resets", options->resets, "resets in flight, at random moments")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--laps", options->laps, "feed the vectors so many times over, in one run")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command
      ->add_option("--reload", options->reload,
                   "another checkpoint of the network: the vectors are fed with the config's weights, with these, "
                   "written through the reload bus, and with the config's again")
      ->excludes("--laps");
  command->add_option("--trace", options->trace, "waveform format")
      ->check(CLI::IsMember(names(kTraces)))
      ->capture_default_str();
  command->add_option("--trace-vectors", options->trace_vectors, "vectors, from the start, that the waveform shows")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--engine", options->engine, "simulator")
      ->check(CLI::IsMember(names(kEngines)))
      ->capture_default_str();
  command->add_option("--build", options->build_folder, "folder that takes the design's folder")->capture_default_str();
  command->add_flag("--json", options->json, "print report.json instead of a table");
  command->footer(
      "Examples:\n"
      "  rtl4ml sim hw/configs/linear_relu.yaml\n"
      "  rtl4ml sim hw/configs/digits.yaml --stall worst --resets 3 --seed 7\n"
      "  rtl4ml sim my_network.yaml --reload trained_longer.pt --stall random\n"
      "  rtl4ml sim my_network.yaml --inputs my_vectors.npy --engine systemc --json");
  command->callback([options, &status] { status = simulate_design(*options); });
}

}  // namespace rtl4ml
