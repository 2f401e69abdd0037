// Prints top.sv: one instance per node, every stream named after its producer.
#pragma once

#include <string>

#include "gen/compile.hpp"

namespace rtl4ml {

/// The text of top.sv. Precondition: all passes have run.
[[nodiscard]] std::string write_top(const CompiledDesign& design);

}  // namespace rtl4ml
