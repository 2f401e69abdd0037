// Rules of the operator linear: sw/ops/linear.hpp is what it computes, rtl_templates/linear/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& linear_operator();

}  // namespace rtl4ml
