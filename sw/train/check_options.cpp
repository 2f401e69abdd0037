#include "sw/train/check_options.hpp"

#include <cmath>
#include <cstddef>

namespace rtl4ml {
namespace {

constexpr int kMaxWidth = 1 << 16;
constexpr std::size_t kMaxLayers = 64;
constexpr std::int64_t kMaxParameters = std::int64_t{1} << 28;

/// Adds a fault where `sound` is false; NaN is never sound.
void require(Errors& errors, bool sound, const std::string& option, const std::string& message) {
  if (!sound) errors.push_back(Error{"train.options", option, message, "choose a value in that range"});
}

}  // namespace

Result<void> check_options(const TrainOptions& options) {
  Errors errors;
  require(errors, options.widths.size() >= 2 && options.widths.size() <= kMaxLayers + 1, "widths",
          std::to_string(options.widths.size()) + " widths; 2 to " + std::to_string(kMaxLayers + 1) + " are supported");
  std::int64_t parameters = 0;
  for (std::size_t i = 0; i < options.widths.size(); ++i) {
    const int width = options.widths[i];
    require(errors, width >= 1 && width <= kMaxWidth, "widths",
            "a width of " + std::to_string(width) + "; 1 to " + std::to_string(kMaxWidth) + " are supported");
    if (i > 0) parameters += std::int64_t{width} * options.widths[i - 1];
  }
  require(errors, parameters <= kMaxParameters, "widths",
          std::to_string(parameters) + " weights; " + std::to_string(kMaxParameters) + " are the most");
  require(errors, std::isfinite(options.negative_slope), "negative_slope", "must be a finite number");
  require(errors, options.epochs >= 0 && options.epochs <= 100000, "epochs",
          std::to_string(options.epochs) + " epochs; 0 to 100000 are supported");
  require(errors, options.batch_size >= (options.batch_norm ? 2 : 1), "batch_size",
          "is " + std::to_string(options.batch_size) + "; 1 or more, 2 or more with batch_norm");
  require(errors, options.learning_rate > 0 && std::isfinite(options.learning_rate), "learning_rate",
          "must be positive");
  require(errors, options.weight_decay >= 0 && options.weight_decay < 1, "weight_decay",
          "must be 0 or more and below 1");
  if (!errors.empty()) return faults(std::move(errors));
  return {};
}

Result<void> check_data(const TrainOptions& options, const Dataset& data) {
  if (data.features != options.widths.front()) {
    return fault("train.data", options.data_set,
                 "has " + std::to_string(data.features) + " features; the first width is " +
                     std::to_string(options.widths.front()),
                 "let the first width be the number of features");
  }
  if (static_cast<std::int64_t>(data.labels.size()) != data.count) {
    return fault("train.data", options.data_set, "has no labels", "train on a data set with labels");
  }
  for (std::int64_t i = 0; i < data.count; ++i) {
    const std::int64_t label = data.labels[static_cast<std::size_t>(i)];
    if (label >= 0 && label < options.widths.back()) continue;
    return fault("train.data", options.data_set,
                 "vector " + std::to_string(i) + " has label " + std::to_string(label) + "; the last width is " +
                     std::to_string(options.widths.back()),
                 "let the last width be the number of classes");
  }
  return {};
}

}  // namespace rtl4ml
