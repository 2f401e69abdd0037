#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/experiment.hpp"
#include "sw/base/interrupt.hpp"
#include "sw/base/progress.hpp"
#include "sw/train/recipes.hpp"

namespace rtl4ml {
namespace {

struct TrainCommandOptions {
  std::string design;
  std::string output;
  bool list = false;
};

int list_recipes() {
  for (const Recipe& recipe : recipes()) fmt::print("{:<20} {}\n", recipe.name, recipe.what);
  return kSuccess;
}

int train_design(const TrainCommandOptions& options) {
  const std::string path =
      options.output.empty() ? "hw/configs/checkpoints/" + options.design + ".safetensors" : options.output;
  std::unique_ptr<Progress> progress;
  const Result<TrainResult> result = train_recipe(options.design, path, [&progress](const EpochReport& report) {
    if (!progress) progress = std::make_unique<Progress>("training", "epochs", report.epochs);
    progress->update(report.epoch);
    return !interrupted();
  });
  progress.reset();
  if (!result) return report_faults(result.error());
  fmt::print("{}: {} parameters\n", path, result->parameters);
  if (result->test_vectors > 0) {
    fmt::print("  trained on {} vectors, accuracy {:.2f} % there and {:.2f} % on {} test vectors\n",
               result->train_vectors, 100.0 * result->train_accuracy, 100.0 * result->test_accuracy,
               result->test_vectors);
  }
  return kSuccess;
}

int run_train(const TrainCommandOptions& options, ExperimentOptions experiment) {
  if (options.list) return list_recipes();
  if (!is_experiment_file(options.design)) return train_design(options);
  experiment.experiment = options.design;
  return run_experiment_command(ExperimentCommand::kTrain, experiment);
}

}  // namespace

void add_train_command(CLI::App& app, int& status) {
  auto options = std::make_shared<TrainCommandOptions>();
  CLI::App* command =
      app.add_subcommand("train", "train the network of an experiment, or the checkpoint of a shipped design");
  CLI::Option* design =
      command->add_option("design", options->design, "an experiment file (.yaml), or a name of --list");
  CLI::Option* list = command->add_flag("--list", options->list, "list the designs and how they are trained");
  command->add_option("-o,--output", options->output,
                      "safetensors file; default hw/configs/checkpoints/<design>.safetensors");
  design->excludes(list);
  auto experiment = std::make_shared<ExperimentOptions>();
  add_experiment_options(*command, experiment);
  command->footer(
      "Examples:\n"
      "  rtl4ml train digits -o /tmp/digits.safetensors\n"
      "  rtl4ml train sw/studies/compare.yaml\n"
      "The same machine and LibTorch give the same bytes; other processors may sum in another order.");
  command->callback([options, experiment, &status] { status = run_train(*options, *experiment); });
}

}  // namespace rtl4ml
