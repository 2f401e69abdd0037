// A monotone function of integers with few values, found by asking it: where it steps from one value to the next.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// For each feature a function that rises or falls: lowest + the number of thresholds reached, or lowest + levels less
/// that number where it falls.
struct Staircase {
  std::int64_t lowest = 0;
  int levels = 1;
  std::vector<std::int64_t> threshold;  ///< [features][levels], ascending; high + 1 of the feature: never reached
  std::vector<std::uint8_t> falling;    ///< [features]
};

/// The function for one vector. Shapes: x[features] -> [features]
using CodeFunction = std::function<Result<std::vector<std::int64_t>>(std::span<const std::int64_t> x)>;

/// The staircase of a function that is monotone from low[f] to high[f] in each feature.
/// Errors: onnx.monotone (it is not, as far as some thousand of its values show), onnx.levels (more than `most_levels`
/// steps), those of the function; the place is the caller's
[[nodiscard]] Result<Staircase> find_staircase(const CodeFunction& function, std::span<const std::int64_t> low,
                                               std::span<const std::int64_t> high, int most_levels);

/// The value of the staircase at x. Precondition: feature is one of it
[[nodiscard]] std::int64_t staircase_at(const Staircase& stairs, std::size_t feature, std::int64_t x);

}  // namespace rtl4ml
