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
/// shift up to 44 (less where codes have more than 16 bits) does. Precondition: |low|, |high| < 2^31
[[nodiscard]] std::optional<CodeLine> fit_code_line(const Staircase& stairs, std::span<const std::int64_t> low,
                                                    std::span<const std::int64_t> high);

/// A line that is off by one code at most, and the integers beside steps where it is.
struct NearLine {
  CodeLine line;
  std::int64_t off = 0;
};

/// For a staircase whose steps no line has, as where so many steps are rounded that some lie nearer to the line than a
/// weight of 30 bits can tell: the line with the largest shift whose weights are below 2^30, its biases rounded to 31
/// bits. Nothing where its code is off by more than one. Precondition: as fit_code_line()
[[nodiscard]] std::optional<NearLine> nearest_code_line(const Staircase& stairs, std::span<const std::int64_t> low,
                                                        std::span<const std::int64_t> high);

}  // namespace rtl4ml
