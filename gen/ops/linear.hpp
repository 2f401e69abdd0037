// Rules of the operator linear: sw/ops/linear.hpp is what it computes, rtl_templates/linear/ what it becomes.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/emit/bit_kinds.hpp"
#include "gen/ops/operator.hpp"

namespace rtl4ml {

/// Registered stages of the sum of the products: fixed_linear_pkg::sum_stages in C++.
[[nodiscard]] std::int64_t sum_stages(std::int64_t parallelism_in, std::int64_t sum_fan_in);

/// Whether the products of a linear node are summed by bit planes: fixed_linear_pkg::sums_planes in C++.
[[nodiscard]] bool sums_planes(const NodeView& view);

/// The words of a linear node's weight source: one per tile and beat.
[[nodiscard]] std::int64_t weight_words(const NodeView& view);

/// The weight from input lane i to output lane o in such a word; zero beyond the sizes. Bipolar ones are
/// signs: 1 where the weight is negative.
[[nodiscard]] std::int64_t weight_code(const NodeView& view, std::int64_t word, std::int64_t o, std::int64_t i);

/// What the bits of a weight word are in the `words` words from `first` on.
[[nodiscard]] std::vector<BitKind> weight_bits(const NodeView& view, std::int64_t first, std::int64_t words);

[[nodiscard]] const Operator& linear_operator();

}  // namespace rtl4ml
