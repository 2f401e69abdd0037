// Data sets: real input vectors and, where known, their labels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Shapes: inputs[count][features] row-major, labels[count] or empty.
struct Dataset {
  std::int64_t count = 0;
  int features = 0;
  std::vector<double> inputs;
  std::vector<std::int64_t> labels;
};

/// Which part of a named data set.
enum class Split { kTrain, kTest };

/// Loads a data set by name ("rendered_digits", "synthetic_jets", "two_class", and with RTL4ML_DATA set "mnist",
/// "optdigits", "jets") or from a file (.npy of shape [count][features...], .csv with the label in the last column).
/// `labels`: a .npy of labels for a .npy of inputs, or empty. `count`: 0 is all; more than there are is all too.
/// The two splits share no sample; a file has one split only and is the same for both.
/// Errors: data.* with file, line or offset; file.*
[[nodiscard]] Result<Dataset> load_data(const std::string& name_or_path, const std::string& labels, Split split,
                                        std::int64_t count);

/// What load_data knows by name.
[[nodiscard]] const std::vector<std::string>& data_set_names();

/// Whether load_data takes the word as a name and not as a file.
[[nodiscard]] bool is_data_set_name(const std::string& word);

}  // namespace rtl4ml
