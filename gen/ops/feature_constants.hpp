// Constants of each feature, as operators read them beat by beat: slopes, thresholds, weights. The module asks its
// source for the word of a beat, which has the constants of the beat's lanes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "gen/ops/operator.hpp"

namespace rtl4ml {

struct FeatureConstants {
  std::string port;     ///< "slope": with slope_address
  std::string comment;  ///< what they are, for the source's head
  int width = 1;        ///< bits of one
  int each = 1;         ///< constants of a feature
  std::function<std::int64_t(std::size_t feature, int which)> code;
};

/// Adds the wires and the source's instance, and connects the operator's, which is the first.
void connect_feature_constants(const NodeView& view, const FeatureConstants& constants, Instantiation& into);

/// Writes the source's module. Result, errors: those of write_rom_source()
[[nodiscard]] Result<std::vector<std::string>> write_feature_constants(const NodeView& view,
                                                                       const FeatureConstants& constants,
                                                                       const std::filesystem::path& folder);

}  // namespace rtl4ml
