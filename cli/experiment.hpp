// The commands that take an experiment: train, quantize, compare, sweep.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "sw/experiment/run_experiment.hpp"

namespace rtl4ml {

struct ExperimentOptions {
  std::string experiment;
  std::string data;              ///< a data set in place of the experiment's; its name is added to that of the results
  std::int64_t train_count = 0;  ///< of that data set; 0: all
  std::string build_folder = "build";
  int threads = 0;
  bool fresh = false;
  bool json = false;
};

/// --data, --train-count, --build, --threads, --fresh, --json.
void add_experiment_options(CLI::App& command, const std::shared_ptr<ExperimentOptions>& options);

/// Runs it and prints its figures and where its page is. Result: the exit status.
[[nodiscard]] int run_experiment_command(ExperimentCommand command, const ExperimentOptions& options);

/// Whether the word names a YAML file, not a recipe.
[[nodiscard]] bool is_experiment_file(const std::string& word);

}  // namespace rtl4ml
