// The data of an experiment: what is trained on, what accuracy is measured on, and how a hardware config names it.
#pragma once

#include <filesystem>
#include <string>

#include "sw/base/error.hpp"
#include "sw/data/dataset.hpp"
#include "sw/experiment/experiment.hpp"

namespace rtl4ml {

struct LearningData {
  Dataset train, test;
  int classes = 0;
  /// For the hardware configs in <folder>/configs: a data set's name, or files that were written to <folder>/data.
  std::string test_inputs, test_labels, calibration;
};

/// Of a data set by name its two parts; of files the test file, or where none is named the last fifth of the training
/// file, which is then not trained on. What is no data set by name is written to <folder>/data, so that `rtl4ml sim` is
/// fed with the very same vectors.
/// Errors: experiment.labels (there are none, or negative ones), experiment.data (the test part has other features or
///         classes; fewer than two classes; fewer than five samples to divide), experiment.empty_class (a class without
///         a sample to train on), those of load_data(), file.*
[[nodiscard]] Result<LearningData> load_learning_data(const ExperimentData& data, const std::filesystem::path& folder);

}  // namespace rtl4ml
