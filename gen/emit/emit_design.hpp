// Writes the design folder of docs/contracts.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "gen/compile.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// Writes rtl/, vectors/ and signature.json under a temporary name, then renames the folder into place, replacing what
/// was there. The same design and vectors give the same bytes. Shapes: data_in[count][in_features],
/// data_out[count][out_features]: codes of the golden vectors and what the integer oracle makes of them. Errors:
/// emit.vectors, if the vectors do not fit the design; emit.foreign_folder; emit.library; emit.unwritable;
/// emit.interrupted; file.*
[[nodiscard]] Result<void> emit_design(const CompiledDesign& design, const std::filesystem::path& folder,
                                       std::span<const std::int64_t> data_in, std::span<const std::int64_t> data_out);

}  // namespace rtl4ml
