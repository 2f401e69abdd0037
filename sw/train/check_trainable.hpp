// Which networks the trainer takes, and what of them can be quantized.
#pragma once

#include <cstdint>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/train/quantization_spec.hpp"

namespace rtl4ml {

/// What the trainer takes of a network: a chain of Linear [BatchNorm1d] [relu, leaky_relu, clip, sigmoid, tanh], with
/// identities anywhere. Every name of `spec` must be a layer of the network.
/// Errors: train.network (another chain, sizes that disagree), train.quantization (a name or a format that does not
/// fit), all at once
[[nodiscard]] Result<void> check_network_for_training(const Network& network, const QuantizationSpec* spec);

struct NetworkShape {
  std::int64_t in_features = 0, out_features = 0;
  bool has_norm = false;
};

/// Precondition: check_network_for_training
[[nodiscard]] NetworkShape shape_of(const Network& network);

}  // namespace rtl4ml
