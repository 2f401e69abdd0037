// Whether the contents of a design's memories arrived in synthesis, and how much of them a netlist has to hold.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// What is wrong with the memories as Yosys read them (memories.json of a synthesis), in words; empty: nothing.
/// Every `<module>.mem` in `rtl` has to be the content of a memory of that module, every bit of it.
/// Errors: file.*, netlist.json
[[nodiscard]] Result<std::vector<std::string>> check_memories(const std::filesystem::path& memories_json,
                                                              const std::filesystem::path& rtl);

/// The words of a layer's weights, as `rtl` holds them.
struct WeightSource {
  std::string module;
  /// Bits of a word that differ from each other (and from each other's opposite) and are not constant: each takes a
  /// register or an output of a block RAM, whatever synthesis does.
  std::int64_t distinct_bits = 0;
  bool all_zero = false;
};

/// Every `<layer>_weight_source` of a folder. Errors: file.*, sim.design
[[nodiscard]] Result<std::vector<WeightSource>> weight_sources(const std::filesystem::path& rtl);

}  // namespace rtl4ml
