// An experiment from its description to its results.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/experiment/experiment.hpp"
#include "sw/experiment/laboratory.hpp"
#include "sw/experiment/record.hpp"
#include "sw/report/page.hpp"

namespace rtl4ml {

/// The commands that take an experiment.
enum class ExperimentCommand { kTrain, kQuantize, kCompare, kSweep };

/// "train", "quantize", "compare", "sweep".
[[nodiscard]] std::string to_string(ExperimentCommand command);

struct ExperimentResult {
  std::filesystem::path folder;  ///< runs/, checkpoints/, configs/, <command>.csv, .json, .html, and times of <command>
  std::vector<Record> records;   ///< the float networks first
  Page page;
};

/// Trains and measures what is not finished yet, and writes the results to `folder`. What a seed gives is the same to
/// the byte every time (on the same machine and LibTorch), but for measured times, which stand in <command>_times.csv
/// and on the page. `threads` 0: all cores. Errors: experiment.no_study (sweep without `study`),
/// experiment.no_quantization (quantize, compare), those of
///         load_learning_data(), run_tasks(), and of the runs; process.interrupted
[[nodiscard]] Result<ExperimentResult> run_experiment(const Experiment& experiment, ExperimentCommand command,
                                                      const std::filesystem::path& folder, bool fresh,
                                                      const HardwareModel& hardware, int threads = 0);

/// Findings and means as JSON: what a script reads.
[[nodiscard]] std::string results_json(const Experiment& experiment, const std::vector<Record>& records,
                                       const Page& page);

}  // namespace rtl4ml
