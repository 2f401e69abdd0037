// ROMs and memories: what their contents need in look-up tables, and when synthesis puts them into block RAM.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/config/targets.hpp"
#include "gen/cost/logic.hpp"
#include "gen/emit/rom_source.hpp"

namespace rtl4ml {

/// The truth table of one bit of a ROM: [2^address bits], the last word repeated where there are fewer.
using Column = std::vector<bool>;

/// The bit that the column is at this address, as a tree of multiplexers. Shapes: address[n], column[2^n]
[[nodiscard]] Bit rom_column(Logic& logic, const Word& address, const Column& column);

/// The same of a ROM without a clock whose address comes from registers: synthesis moves them behind it, so that it
/// reads the next address.
[[nodiscard]] Bit registered_column(Logic& logic, const Word& next_address, Bit enable, const Column& column);

/// Whether the last of so many words is a choice beside the ROM that the others fill: it is the default of a case.
[[nodiscard]] bool last_word_is_beside(std::int64_t words);

/// What is ahead of a register that a ROM's bit is read into. Where the last word is beside the others, synthesis makes
/// a set or reset of the register of it. Shapes: address[n], column[2^n]
struct RomInput {
  Bit before = kZero;       ///< what the others give
  Bit register_in = kZero;  ///< the same, with the reset's table where each register takes one
};
[[nodiscard]] RomInput rom_input(Logic& logic, const Fabric& fabric, const Word& address, const Column& column,
                                 std::int64_t words);

/// Words of a source from which on Yosys takes its case for a ROM: the last one is the default, which does not count.
inline constexpr std::int64_t kLeastCaseWords = kLeastRomWords + 1;

/// The blocks of a part, and how Yosys' memory_libmap decides: the cheaper of block RAM and logic.
struct BlockRule {
  double cost = 0.0;                        ///< of a block, in bits of registers; 0: there is none
  std::vector<std::pair<int, int>> shapes;  ///< width, words
  double rom_bit = 0.0625;                  ///< what a bit of a ROM costs as logic, in the same unit
  double blocks_a_cell = 1.0;               ///< of the part's resource
};

/// The rule of a target. Xilinx blocks are counted by halves.
[[nodiscard]] BlockRule block_rule(const Target& target);

/// Bits that a block holds at most.
[[nodiscard]] std::int64_t block_capacity(const BlockRule& rule);

/// Blocks that a memory takes where it lies in blocks. `written`: not only read.
[[nodiscard]] double blocks_of(const BlockRule& rule, std::int64_t words, std::int64_t width, bool written = false);

/// From how many places of its blocks a word of a ROM is chosen.
[[nodiscard]] std::int64_t blocks_above(const BlockRule& rule, std::int64_t words, std::int64_t width);

/// Blocks that a ROM with a registered read is put into; 0: it becomes tables. `width`: without columns that are
/// constant.
[[nodiscard]] double rom_blocks(const BlockRule& rule, std::int64_t words, std::int64_t width);

}  // namespace rtl4ml
