// Rules of the operator clip: sw/ops/clip.hpp is what it computes, rtl_templates/clip/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& clip_operator();

}  // namespace rtl4ml
