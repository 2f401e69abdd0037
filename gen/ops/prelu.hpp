// Rules of the operator prelu: sw/ops/prelu.hpp is what it computes, rtl_templates/prelu/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& prelu_operator();

}  // namespace rtl4ml
