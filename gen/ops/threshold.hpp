// Rules of the operator threshold: sw/ops/threshold.hpp is what it computes, rtl_templates/threshold/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& threshold_operator();

/// The element of the thresholds' source that belongs to a level of a feature: its code, and above it, where any
/// feature falls, a bit that says whether this one does.
[[nodiscard]] std::int64_t threshold_element(const ThresholdOp& op, std::size_t feature, int level);
[[nodiscard]] int threshold_element_width(const ThresholdOp& op);

}  // namespace rtl4ml
