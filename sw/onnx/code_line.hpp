// A straight line in integers that has exactly the steps of a staircase: requantization by a multiplier and a shift.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sw/onnx/staircase.hpp"

namespace rtl4ml {

/// For each feature: floor((x * weight + bias) / 2^shift), brought into the staircase's lowest and highest value.
struct CodeLine {
  int shift = 0;
  std::vector<std::int64_t> weight, bias;  ///< [features]
};

/// The line with the smallest shift that equals the staircase at every integer from low[f] to high[f]; that is shown by
/// its values on both sides of every step, since both are monotone. Nothing where no line with weights below 2^30 and a
/// shift up to 36 does. Precondition: |low|, |high| < 2^31
[[nodiscard]] std::optional<CodeLine> fit_code_line(const Staircase& stairs, std::span<const std::int64_t> low,
                                                    std::span<const std::int64_t> high);

}  // namespace rtl4ml
