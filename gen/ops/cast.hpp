// Rules of the operator cast: sw/ops/cast.hpp is what it computes, rtl_templates/cast/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& cast_operator();

}  // namespace rtl4ml
