// Rules of the operator linear: sw/ops/linear.hpp is what it computes, rtl_templates/linear/ what it becomes.
#pragma once

#include <cstdint>

#include "gen/ops/operator.hpp"

namespace rtl4ml {

/// Registered stages of the sum of the products: fixed_linear_pkg::sum_stages in C++.
[[nodiscard]] std::int64_t sum_stages(std::int64_t parallelism_in, std::int64_t sum_fan_in);

[[nodiscard]] const Operator& linear_operator();

}  // namespace rtl4ml
