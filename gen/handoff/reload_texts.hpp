// What the bundle says of weights that can be reloaded, as values for the templates of hw/handoff.
#pragma once

#include <map>
#include <string>

#include "gen/compile.hpp"

namespace rtl4ml {

/// Ports, connections and tables of the reload bus. Without such weights: what templates need all the same, mostly
/// nothing.
[[nodiscard]] std::map<std::string, std::string> reload_values(const CompiledDesign& design);

}  // namespace rtl4ml
