// The parameters of a layer, one tensor after the other, and how much room they take.
#pragma once

#include <cstdint>
#include <vector>

#include "sw/model/network.hpp"

namespace rtl4ml {

/// Weights and biases; of a batch norm its four vectors; slopes of a PReLU. Empty ones are left out.
[[nodiscard]] std::vector<std::vector<float>*> parameters_of(LayerKind& kind);
[[nodiscard]] std::vector<const std::vector<float>*> parameters_of(const LayerKind& kind);

/// Numbers in all parameters of the network.
[[nodiscard]] std::int64_t parameter_count(const Network& network);

/// Bytes of `count` codes of `width` bits, packed without gaps, and of a float32 scale for each of `types` symmetric
/// types: ceil(count * width / 8) + 4 * types.
[[nodiscard]] std::int64_t linear_bytes(std::int64_t count, int width, std::int64_t types);

}  // namespace rtl4ml
