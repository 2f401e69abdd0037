// What all readers ask of labels and sizes.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// The largest vector that a file may hold, in elements.
inline constexpr std::int64_t kMaxFeatures = std::int64_t{1} << 24;

/// A class number: a whole number from 0 to 10^6, or -1 where it is unknown.
inline std::optional<std::int64_t> label_of(double value) {
  if (!(value >= -1.0 && value <= 1e6) || value != std::floor(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

inline tl::unexpected<Errors> bad_label(const std::string& place, double value) {
  return fault("data.labels", place,
               "the label is " + std::to_string(value) + "; whole numbers from 0 (-1: unknown) are supported",
               "number the classes 0, 1, 2, ...");
}

}  // namespace rtl4ml
