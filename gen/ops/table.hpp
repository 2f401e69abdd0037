// Rules of the operator table: sw/ops/table.hpp is what it computes, rtl_templates/table/ what it becomes.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

[[nodiscard]] const Operator& table_operator();

}  // namespace rtl4ml
