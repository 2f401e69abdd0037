// What can be wrong with the options of a training, found before LibTorch starts.
#pragma once

#include "sw/base/error.hpp"
#include "sw/data/dataset.hpp"
#include "sw/train/train.hpp"

namespace rtl4ml {

/// Errors: train.options, one per option out of range
[[nodiscard]] Result<void> check_options(const TrainOptions& options);

/// Whether the data set has as many features as the network inputs, and a label below its outputs for every vector.
/// Errors: train.data
[[nodiscard]] Result<void> check_data(const TrainOptions& options, const Dataset& data);

}  // namespace rtl4ml
