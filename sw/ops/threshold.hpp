// Threshold: how many of a feature's thresholds the input has reached, for an activation of any scale; the exact
// integer oracle of rtl_templates/threshold/fixed_threshold.sv.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct ThresholdOp {
  FixedType data_in;
  FixedType threshold_type;  ///< at data_in's frac_width; may be one bit wider, for a threshold that is never reached
  FixedType data_out;
  int levels = 1;                       ///< thresholds of a feature
  std::vector<std::int64_t> threshold;  ///< codes of threshold_type [features][levels], ascending within a feature
  std::vector<std::uint8_t> falling;    ///< [features], 1: counts the thresholds not reached; or empty: none
  std::int64_t lowest = 0;              ///< code of data_out for a count of 0; lowest + levels is one as well
  friend bool operator==(const ThresholdOp&, const ThresholdOp&) = default;
};

/// data_out[v][f] = lowest + n, or lowest + levels - n where falling[f]; n: thresholds t of feature f with t <=
/// data_in. Shapes: data_in[count][features] -> data_out[count][features] Errors: none while running: nothing is
/// rounded and every count has a code Source: docs/numbers.md, section Threshold
void threshold(const ThresholdOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
