// Rules of the operator leaky_relu: sw/ops/leaky_relu.hpp is what it computes, rtl_templates/leaky_relu/ what it
// becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& leaky_relu_operator();

}  // namespace rtl4ml
