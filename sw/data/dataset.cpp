#include "sw/data/dataset.hpp"

#include <algorithm>
#include <filesystem>

#include "sw/data/csv.hpp"
#include "sw/data/npy.hpp"
#include "sw/data/public_sets.hpp"
#include "sw/data/rendered_digits.hpp"
#include "sw/data/synthetic_jets.hpp"
#include "sw/data/two_class.hpp"

namespace rtl4ml {

const std::vector<std::string>& data_set_names() {
  static const std::vector<std::string> kNames = {"rendered_digits", "synthetic_jets", "two_class",
                                                  "mnist",           "optdigits",      "jets"};
  return kNames;
}

bool is_data_set_name(const std::string& word) {
  const std::vector<std::string>& names = data_set_names();
  return std::find(names.begin(), names.end(), word) != names.end();
}

Result<Dataset> load_data(const std::string& name_or_path, const std::string& labels, Split split, std::int64_t count) {
  if (count < 0) return fault("data.count", name_or_path, "a count of " + std::to_string(count), "0 is all");
  const std::string extension = std::filesystem::path(name_or_path).extension().string();
  if (extension == ".npy") return read_npy_dataset(name_or_path, labels, count);
  if (!labels.empty()) {
    return fault("data.labels", labels, "labels are given beside '" + name_or_path + "', which brings its own",
                 "a file of labels goes with inputs in a .npy file only");
  }
  if (extension == ".csv") return read_csv(name_or_path, count);
  if (name_or_path == "rendered_digits") return rendered_digits(split, count);
  if (name_or_path == "synthetic_jets") return synthetic_jets(split, count);
  if (name_or_path == "two_class") return two_class(split, count);
  if (is_data_set_name(name_or_path)) return load_public_set(name_or_path, split, count);
  std::string known;
  for (const std::string& name : data_set_names()) known += (known.empty() ? "" : ", ") + name;
  return fault("data.unknown", name_or_path, "is neither a data set nor a .npy or .csv file", "data sets: " + known);
}

}  // namespace rtl4ml
