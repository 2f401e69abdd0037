// The committed list of mutants that no test can kill, with the reason for each.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "sw/base/error.hpp"

namespace rtl4ml::mutation {

/// By Mutant::statement: why the mutant behaves like the original.
using Equivalents = std::map<std::string, std::string>;

/// Reads the list: lines of mutants ("file: statement with [[old => new]]"), then a line "because: ..." for all of
/// them; empty lines and lines that start with # mean nothing. Errors: mutation.list, with the place
[[nodiscard]] Result<Equivalents> parse_equivalents(const std::string& place, std::string_view text);

}  // namespace rtl4ml::mutation
