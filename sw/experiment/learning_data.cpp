#include "sw/experiment/learning_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <vector>

#include "sw/data/npy.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

/// Samples first .. first + count - 1.
Dataset part(const Dataset& data, std::int64_t first, std::int64_t count) {
  const std::int64_t features = data.features;
  return {count,
          data.features,
          {data.inputs.begin() + first * features, data.inputs.begin() + (first + count) * features},
          {data.labels.begin() + first, data.labels.begin() + first + count}};
}

Result<void> check_labels(const Dataset& data, const std::string& source, const std::string& place) {
  if (data.labels.empty()) {
    return fault("experiment.labels", place, fmt::format("{} has no labels", source),
                 "name a .npy file of labels: train_labels, test_labels");
  }
  const std::int64_t least = *std::min_element(data.labels.begin(), data.labels.end());
  if (least >= 0) return {};
  return fault("experiment.labels", place, fmt::format("{} has the label {}", source, least),
               "number the classes from 0");
}

/// Every class from 0 to the largest label of either part has samples to train on.
Result<int> count_classes(const LearningData& data, const std::string& source, const std::string& place) {
  constexpr std::int64_t kMost = 65536;
  const auto largest = [](const Dataset& set) { return *std::max_element(set.labels.begin(), set.labels.end()); };
  const std::int64_t classes = std::max(largest(data.train), largest(data.test)) + 1;
  if (classes < 2 || classes > kMost) {
    return fault("experiment.data", place, fmt::format("{} has {} classes", source, classes),
                 fmt::format("2 to {} classes can be learned", kMost));
  }
  std::vector<std::int64_t> samples(static_cast<std::size_t>(classes));
  for (const std::int64_t label : data.train.labels) ++samples[static_cast<std::size_t>(label)];
  const auto none = std::find(samples.begin(), samples.end(), 0);
  if (none == samples.end()) return static_cast<int>(classes);
  return fault("experiment.empty_class", place,
               fmt::format("{} has no sample of class {} to train on; there are {} classes", source,
                           none - samples.begin(), classes),
               "add samples of it, raise train_count, or number the classes from 0 without gaps");
}

Result<void> write_parts(const LearningData& data, const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) return fault("file.unwritable", folder.string(), failure.message(), "free the folder");
  for (const auto& [name, set] : {std::pair<std::string, const Dataset&>{"train", data.train}, {"test", data.test}}) {
    if (auto done = write_npy((folder / (name + ".npy")).string(), {set.count, set.features}, std::span(set.inputs));
        !done)
      return done;
    if (auto done = write_npy((folder / (name + "_labels.npy")).string(), {set.count}, std::span(set.labels)); !done)
      return done;
  }
  return {};
}

}  // namespace

Result<LearningData> load_learning_data(const ExperimentData& spec, const fs::path& folder) {
  Result<Dataset> train = load_data(spec.train, spec.train_labels, Split::kTrain, spec.train_count);
  if (!train) return faults(std::move(train.error()));
  if (auto labelled = check_labels(*train, spec.train, spec.place); !labelled) return faults(labelled.error());
  const bool named = is_data_set_name(spec.train) && spec.test.empty();
  LearningData data;
  if (named || !spec.test.empty()) {
    Result<Dataset> test = load_data(named ? spec.train : spec.test, spec.test_labels, Split::kTest, spec.test_count);
    if (!test) return faults(std::move(test.error()));
    if (auto labelled = check_labels(*test, named ? spec.train : spec.test, spec.place); !labelled)
      return faults(labelled.error());
    data.train = std::move(*train);
    data.test = std::move(*test);
  } else {
    constexpr std::int64_t kShare = 5;  // one of so many is measured with
    const std::int64_t kept = train->count / kShare;
    if (kept == 0) {
      return fault("experiment.data", spec.place, fmt::format("{} has {} samples", spec.train, train->count),
                   "five at least are divided; or name a test file");
    }
    data.test = part(*train, train->count - kept, kept);
    data.train = part(*train, 0, train->count - kept);
  }
  if (data.train.features != data.test.features) {
    return fault(
        "experiment.data", spec.place,
        fmt::format("the training part has {} features, the test part {}", data.train.features, data.test.features),
        "name two parts of one data set");
  }
  const Result<int> classes = count_classes(data, spec.train, spec.place);
  if (!classes) return faults(classes.error());
  data.classes = *classes;
  if (named) {
    data.test_inputs = data.calibration = spec.train;
    return data;
  }
  if (auto written = write_parts(data, folder / "data"); !written) return faults(written.error());
  data.test_inputs = "../data/test.npy";
  data.test_labels = "../data/test_labels.npy";
  data.calibration = "../data/train.npy";
  return data;
}

}  // namespace rtl4ml
