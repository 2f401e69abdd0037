// The parallelism that the compiler chose, layer by layer, and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gen/config/hardware_config.hpp"
#include "gen/passes/resolve_parallelism.hpp"

namespace rtl4ml {

/// The nearest other choice of a layer, the layers around it as they are.
struct OtherChoice {
  LayerParallelism parallelism;
  std::int64_t interval_cycles = 0;
  double cost = 0.0;  ///< of the whole design, beside that of the choice: more is positive
};

struct FoldedLayer {
  std::string name;
  LayerParallelism parallelism;
  std::int64_t interval_cycles = 0;
  std::int64_t multipliers = 0;
  double cost = 0.0;   ///< with the layer's resizer and casts
  bool given = false;  ///< the config says it
  std::optional<OtherChoice> faster, slower;
};

/// The design at another interval.
struct OtherDesign {
  std::int64_t interval_cycles = 0;
  double cost = 0.0;   ///< beside that of the choice
  std::string beyond;  ///< what it would take more than it may: "9120 LUT of 6144"; empty: nothing
};

struct Folding {
  FoldingGoal goal;
  std::string
      part;  ///< costs are per cents of its LUT, FF, DSP and BRAM, added up; empty: bits of gen/folding/bit_count
  std::vector<FoldedLayer> layers;  ///< [network layer]
  std::int64_t interval_cycles = 0;
  double cost = 0.0;
  std::optional<OtherDesign> faster, slower;  ///< the next ones that the search knows

  [[nodiscard]] std::vector<LayerParallelism> parallelism() const {
    std::vector<LayerParallelism> result;
    for (const FoldedLayer& layer : layers) result.push_back(layer.parallelism);
    return result;
  }
};

}  // namespace rtl4ml
