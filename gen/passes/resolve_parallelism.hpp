// Analyses config and network: how many elements a beat carries into and out of every layer.
#pragma once

#include <vector>

#include "gen/config/hardware_config.hpp"
#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

struct LayerParallelism {
  int in = 1;
  int out = 1;
  friend bool operator==(const LayerParallelism&, const LayerParallelism&) = default;
};

/// The default is an upper limit, clamped to each layer without a word; an element-wise layer takes what its producer
/// gives. Shapes: features as infer_shapes() gives them -> [layers]. Errors: parallelism.default, if no layer is large
/// enough for the default that the config states; parallelism.too_large, if a layer's own value exceeds its size;
/// parallelism.element_wise, if a layer's own `in` and `out` differ though it computes element by element; all at once
[[nodiscard]] Result<std::vector<LayerParallelism>> resolve_parallelism(const HardwareConfig& config,
                                                                        const Network& network,
                                                                        const std::vector<int>& features);

}  // namespace rtl4ml
