// Records and a laboratory for tests of pages and plans: figures are given, nothing is trained.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sw/experiment/laboratory.hpp"
#include "sw/experiment/study.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/experiment/parse.hpp"

namespace rtl4ml {

/// A record per accuracy, seeds 1 and on; weights and look-up tables so that every plot has points.
inline void add_records(std::vector<Record>& records, const std::string& variant, const std::vector<double>& accuracies,
                        double weight_bits = 1000.0) {
  for (std::size_t i = 0; i < accuracies.size(); ++i) {
    Record record{.variant = variant, .seed = i + 1, .config = "configs/" + slug(variant) + ".yaml"};
    record.figures = {{"accuracy", accuracies[i]},
                      {"weight_bits", weight_bits},
                      {"lut", 2.0 * weight_bits},
                      {"bit_operations", 3.0 * weight_bits}};
    records.push_back(std::move(record));
  }
}

/// An experiment with its data and a folder; hardware must not be asked.
struct TestBench {
  explicit TestBench(const std::string& text)
      : experiment(parsed(text)), store(*RunStore::open(scratch.path() / "e", experiment.settings, false)) {
    data.classes = 10;
    data.train.features = data.test.features = 64;
  }

  test::ScratchFolder scratch;
  Experiment experiment;
  RunStore store;
  LearningData data;
  Laboratory laboratory{experiment, store, data, {}};
};

/// The variants that a plan runs for a seed.
inline std::vector<std::string> planned_variants(const std::vector<Task>& tasks, std::uint64_t seed) {
  std::vector<std::string> names;
  for (const Task& task : tasks) {
    if (task.seed == seed) names.push_back(task.variant);
  }
  return names;
}

inline bool holds(const Page& page, const std::string& expectation) {
  for (const Finding& finding : page.findings) {
    if (finding.expectation.find(expectation) != std::string::npos) return finding.holds;
  }
  throw std::runtime_error("no finding " + expectation);
}

}  // namespace rtl4ml
