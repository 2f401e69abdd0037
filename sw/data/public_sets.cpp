#include "sw/data/public_sets.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "sw/data/csv.hpp"
#include "sw/data/idx.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

/// The data set's folder below RTL4ML_DATA.
Result<fs::path> folder_of(const std::string& name) {
  const char* const root = std::getenv("RTL4ML_DATA");  // NOLINT(concurrency-mt-unsafe)
  if (root == nullptr || *root == '\0') {
    return fault("data.directory", name, "the data set '" + name + "' is not shipped, and RTL4ML_DATA is not set",
                 "export RTL4ML_DATA=/path/to/data, a folder that holds " + name + "/");
  }
  const fs::path folder = fs::path(root) / name;
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    return fault("data.directory", folder.string(), "there is no such folder for the data set '" + name + "'",
                 "set RTL4ML_DATA to the folder that holds " + name + "/; it is " + root);
  }
  return folder;
}

Result<Dataset> load_mnist(const fs::path& folder, Split split, std::int64_t count) {
  const std::string part = split == Split::kTrain ? "train" : "t10k";
  const std::string images_path = (folder / (part + "-images-idx3-ubyte.gz")).string();
  Result<IdxArray> images = read_idx(images_path, count);
  if (!images) return faults(images.error());
  Result<IdxArray> labels = read_idx((folder / (part + "-labels-idx1-ubyte.gz")).string(), count);
  if (!labels) return faults(labels.error());
  if (images->shape.size() != 3 || images->shape[1] != 28 || images->shape[2] != 28 || labels->shape.size() != 1 ||
      labels->shape[0] != images->shape[0]) {
    return fault("data.shape", images_path, "expected images of 28x28 and as many labels", "fetch the files again");
  }
  Dataset data{.count = images->shape[0], .features = 28 * 28, .inputs = {}, .labels = {}};
  data.inputs.reserve(images->values.size());
  for (const std::uint8_t pixel : images->values) data.inputs.push_back(pixel / 255.0);
  data.labels.assign(labels->values.begin(), labels->values.end());
  return data;
}

Result<Dataset> load_table(const fs::path& path, int features, double divisor, std::int64_t count) {
  Result<Dataset> data = read_csv(path.string(), count);
  if (!data) return data;
  if (data->features != features) {
    return fault("data.shape", path.string(),
                 "has " + std::to_string(data->features) + " features; " + std::to_string(features) + " expected",
                 "fetch the file again");
  }
  for (double& value : data->inputs) value /= divisor;
  return data;
}

}  // namespace

Result<Dataset> load_public_set(const std::string& name, Split split, std::int64_t count) {
  if (name == "jets" && split == Split::kTrain) {
    return fault("data.split", name, "the 1,000 jets are a test set: nothing trains or calibrates on them",
                 "train and calibrate on synthetic_jets");
  }
  const Result<fs::path> folder = folder_of(name);
  if (!folder) return faults(folder.error());
  if (name == "mnist") return load_mnist(*folder, split, count);
  if (name == "optdigits") {
    return load_table(*folder / (split == Split::kTrain ? "optdigits.tra" : "optdigits.tes"), 64, 16.0, count);
  }
  return load_table(*folder / "jsc_test1000_standardised.csv", 16, 1.0, count);
}

}  // namespace rtl4ml
