// Rules of the operator affine: sw/ops/affine.hpp is what it computes, rtl_templates/affine/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& affine_operator();

}  // namespace rtl4ml
