// signature.json: what a simulator or an integrator needs to know of a design. The format is docs/contracts.md's.
#pragma once

#include <string>
#include <vector>

#include "gen/compile.hpp"

namespace rtl4ml {

/// The text of signature.json. `files`: all files of the design folder, relative to it.
[[nodiscard]] std::string write_signature(const CompiledDesign& design, std::int64_t vectors,
                                          const std::vector<std::string>& files);

}  // namespace rtl4ml
