// What can be wrong with a training, found before LibTorch starts.
#pragma once

#include <cstdint>
#include <string>

#include "sw/base/error.hpp"
#include "sw/data/dataset.hpp"
#include "sw/train/train.hpp"

namespace rtl4ml {

/// Errors: train.options, one per option out of range; of the start: train.options, train.network and
/// train.quantization
[[nodiscard]] Result<void> check_options(const TrainTask& task);

/// Errors: train.masks (no such Linear, or of another size), train.network (a teacher of other inputs or classes)
[[nodiscard]] Result<void> check_companions(const TrainTask& task, const Network& network);

/// `name`: what messages call the data. Errors: train.data (no vector, or not of `features`)
[[nodiscard]] Result<void> check_features(const Dataset& data, std::int64_t features, const std::string& name);
/// Whether every vector has a label below `classes`. Errors: train.data
[[nodiscard]] Result<void> check_labels(const Dataset& data, std::int64_t classes, const std::string& name);
/// Errors: train.empty_class
[[nodiscard]] Result<void> check_classes(const Dataset& training, std::int64_t classes, const std::string& name);

}  // namespace rtl4ml
