// A register map as C, IP-XACT, Markdown and SystemVerilog have it.
#pragma once

#include <string>
#include <vector>

#include "gen/handoff/register_map.hpp"

namespace rtl4ml {

/// #define lines: <prefix>_<NAME> for the address, <prefix>_<NAME>_VALUE for a constant, <prefix>_<NAME>_<FIELD>_SHIFT
/// and _MASK for a field.
[[nodiscard]] std::string registers_in_c(const std::vector<Register>& map, const std::string& prefix);

/// The ipxact:register elements of an address block (IEEE 1685-2014).
[[nodiscard]] std::string registers_in_ipxact(const std::vector<Register>& map);

/// The rows of a Markdown table: address, name, access, after reset, what. `values`: of the constants too; the page
/// that speaks of all designs has none.
[[nodiscard]] std::string registers_in_markdown(const std::vector<Register>& map, bool values);

/// The constants as one SystemVerilog expression, the first in the lowest word.
[[nodiscard]] std::string constants_in_systemverilog(const std::vector<Register>& map);

/// One call `expect_register(address, value);` per register, all as reset leaves them.
[[nodiscard]] std::string register_checks(const std::vector<Register>& map);

}  // namespace rtl4ml
