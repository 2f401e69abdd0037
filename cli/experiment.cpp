#include "cli/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/hardware_model.hpp"
#include "sw/base/file.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/read_experiment.hpp"

namespace rtl4ml {
namespace {

std::string figures_text(const ExperimentResult& result, const Experiment& experiment) {
  std::string text =
      fmt::format("{}: {} runs of {} seeds\n", experiment.name, result.records.size(), experiment.seeds.size());
  const std::vector<std::string> variants = variants_of(result.records);
  std::size_t widest = 10;
  for (const std::string& variant : variants) widest = std::max(widest, variant.size());
  for (const std::string& variant : variants) {
    const Summary accuracy = summarize(figures_of(result.records, variant, "accuracy"));
    const Summary bits = summarize(figures_of(result.records, variant, "weight_bits"));
    const Summary lut = summarize(figures_of(result.records, variant, "lut"));
    text += fmt::format("  {:<{}}  {:>14} %  {:>10} weight bits", variant, widest, shown(accuracy, 100.0, 2),
                        shown(bits, 1.0, 0));
    text += lut.count > 0 ? fmt::format("  {:>8} LUT\n", shown(lut, 1.0, 0)) : "\n";
  }
  for (const Finding& finding : result.page.findings)
    text +=
        fmt::format("  {}: {} ({})\n", finding.holds ? "holds" : "does not hold", finding.expectation, finding.figures);
  return text;
}

void add_experiment_command(CLI::App& app, int& status, ExperimentCommand kind, const char* what, const char* example) {
  auto options = std::make_shared<ExperimentOptions>();
  CLI::App* command = app.add_subcommand(to_string(kind), what);
  command->add_option("experiment", options->experiment, "experiment file, see sw/studies")->required();
  add_experiment_options(*command, options);
  command->footer(
      fmt::format("Example:\n  {}\n"
                  "Every key of an experiment: docs/experiment_reference.md. An interrupted run goes on with "
                  "the same command; what is finished is kept.",
                  example));
  command->callback([options, &status, kind] { status = run_experiment_command(kind, *options); });
}

}  // namespace

void add_experiment_options(CLI::App& command, const std::shared_ptr<ExperimentOptions>& options) {
  CLI::Option* data =
      command.add_option("--data", options->data,
                         "a data set by name in place of the experiment's; results are then called <name>_<data>");
  command.add_option("--train-count", options->train_count, "of that data set, samples to train on; 0: all")
      ->needs(data)
      ->check(CLI::NonNegativeNumber);
  command.add_option("--build", options->build_folder, "results go to <folder>/experiments/<name>")
      ->capture_default_str();
  command.add_option("--threads", options->threads, "runs at a time; 0: as many as there are cores")
      ->check(CLI::Range(0, 256));
  command.add_flag("--fresh", options->fresh, "remove what earlier runs of the experiment left");
  command.add_flag("--json", options->json, "print the results as JSON instead of a table");
}

bool is_experiment_file(const std::string& word) { return word.ends_with(".yaml") || word.ends_with(".yml"); }

int run_experiment_command(ExperimentCommand command, const ExperimentOptions& options) {
  Result<Experiment> experiment = read_experiment(options.experiment);
  if (!experiment) return report_faults(experiment.error());
  if (!options.data.empty()) *experiment = on_data_set(std::move(*experiment), options.data, options.train_count);
  const std::filesystem::path folder = std::filesystem::path(options.build_folder) / "experiments" / experiment->name;
  const Result<ExperimentResult> result =
      run_experiment(*experiment, command, folder, options.fresh, measure_hardware, options.threads);
  if (!result) return report_faults(result.error());
  if (options.json) {
    const Result<std::string> json = read_file(folder / (to_string(command) + ".json"), std::uint64_t{1} << 30);
    if (!json) return report_faults(json.error());
    fmt::print("{}", *json);
    return kSuccess;
  }
  fmt::print("{}  page  {}\n", figures_text(*result, *experiment), (folder / (to_string(command) + ".html")).string());
  return kSuccess;
}

void add_quantize_command(CLI::App& app, int& status) {
  add_experiment_command(app, status, ExperimentCommand::kQuantize,
                         "quantize a network after training, as an experiment says; a checkpoint and a hardware config",
                         "rtl4ml quantize sw/studies/compare.yaml");
}

void add_compare_command(CLI::App& app, int& status) {
  add_experiment_command(app, status, ExperimentCommand::kCompare,
                         "float against quantized after training against trained quantized: size, accuracy, drop",
                         "rtl4ml compare sw/studies/compare.yaml");
}

void add_sweep_command(CLI::App& app, int& status) {
  add_experiment_command(app, status, ExperimentCommand::kSweep,
                         "run a study: widths, formats, pruning, clustering, ...; a table, plots, checkpoints",
                         "rtl4ml sweep sw/studies/widths.yaml");
}

}  // namespace rtl4ml
