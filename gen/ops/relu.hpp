// Rules of the operator relu: sw/ops/relu.hpp is what it computes, rtl_templates/relu/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& relu_operator();

}  // namespace rtl4ml
