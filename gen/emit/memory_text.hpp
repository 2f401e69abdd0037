// SystemVerilog that the sources of constants have in common: comments, vectors, memories and what asks for their kind.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/emit/file_writer.hpp"
#include "gen/graph/graph.hpp"

namespace rtl4ml {

/// Sources of more bits than this keep them in a .mem file instead of in a case.
inline constexpr std::int64_t kMaxCaseBits = std::int64_t{64} * 1024;

void write_comment(FileWriter& file, const std::vector<std::string>& comment);

/// "[31:0]", of one bit as well.
[[nodiscard]] std::string bit_range(std::int64_t width);

/// What asks for block RAM or for look-up tables: Vivado's `ram_style` and `rom_style`, on an array or on the register
/// behind a case. Yosys wants them on the array or on the case itself, takes the first that it finds, and knows look-up
/// tables as "logic" and "registers" only.
[[nodiscard]] std::string memory_attribute(MemoryKind kind);

/// The same in front of a declaration; nothing where there is nothing to ask for.
[[nodiscard]] std::string style_prefix(MemoryKind kind);

/// A memory `rom` read from the module's file, and a guard for tools that go on without it. Yosys stops by itself, as
/// does Verilator.
void write_memory(FileWriter& file, const std::string& module, std::int64_t width, std::int64_t words, MemoryKind kind);

}  // namespace rtl4ml
