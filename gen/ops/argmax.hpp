// Rules of the operator argmax: sw/ops/argmax.hpp is what it computes, rtl_templates/argmax/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& argmax_operator();

}  // namespace rtl4ml
