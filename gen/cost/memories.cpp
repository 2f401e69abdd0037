#include "gen/cost/memories.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace rtl4ml {
namespace {

/// Of the bits from `first` on, 2^level of them: the highest bit of the address chooses last, as Yosys' memory_map has
/// it.
Bit choice(Logic& logic, const Word& address, const Column& column, std::size_t first, std::size_t level) {
  if (level == 0) return column[first] ? kOne : kZero;
  const std::size_t half = std::size_t{1} << (level - 1);
  const Bit lower = choice(logic, address, column, first, level - 1);
  return logic.multiplexer(address[level - 1], choice(logic, address, column, first + half, level - 1), lower);
}

}  // namespace

Bit rom_column(Logic& logic, const Word& address, const Column& column) {
  return choice(logic, address, column, 0, address.size());
}

Bit registered_column(Logic& logic, const Word& address, Bit enable, const Column& column) {
  return logic.registered({rom_column(logic, address, column)}, enable).front();
}

bool last_word_is_beside(std::int64_t words) {
  return words >= kLeastCaseWords && std::has_single_bit(static_cast<std::uint64_t>(words - 1));
}

RomInput rom_input(Logic& logic, const Fabric& fabric, const Word& address, const Column& column, std::int64_t words) {
  const auto last = column.begin() + words - 1;
  if (!last_word_is_beside(words) || std::find(column.begin() + 1, last, !column.front()) == last) {
    const Bit whole = rom_column(logic, address, column);
    return {whole, whole};
  }
  const Bit others = rom_column(logic, Word(address.begin(), address.end() - 1), Column(column.begin(), last));
  if (!fabric.resets_take_tables) return {others, others};
  Tally cost;
  cost[LutPart::kWideFunction] = 1.0;
  return {others, logic.block(cost, {{others}}, 1).front()};
}

BlockRule block_rule(const Target& target) {
  BlockRule rule;
  rule.cost = target.bram_worth;
  rule.rom_bit = 1.0 / static_cast<double>(1 << target.lut_inputs);
  rule.blocks_a_cell = target.bram_halves ? 0.5 : 1.0;
  for (const BramShape& shape : target.bram_shapes) {
    const int width = target.bram_halves ? shape.width / 2 : shape.width;
    if (width > 0) rule.shapes.emplace_back(width, shape.words);
  }
  return rule;
}

std::int64_t block_capacity(const BlockRule& rule) {
  std::int64_t bits = 0;
  for (const auto& [width, words] : rule.shapes) bits = std::max(bits, std::int64_t{width} * words);
  return bits;
}

namespace {

struct Arrangement {
  double blocks = std::numeric_limits<double>::infinity();
  std::int64_t above = 1;
};

/// Of a memory that is never written words lie side by side in a block as well. Source: Yosys' memory_libmap, which
/// prices a choice between two bits as half a bit of a register.
Arrangement arranged(const BlockRule& rule, std::int64_t words, std::int64_t width, bool written) {
  constexpr double kChoice = 0.5;
  Arrangement best;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [block_width, block_words] : rule.shapes) {
    const std::int64_t above = (words + block_words - 1) / block_words;
    const std::int64_t blocks =
        written ? above * ((width + block_width - 1) / block_width) : (above * width + block_width - 1) / block_width;
    const double cost = static_cast<double>(blocks) * rule.cost + static_cast<double>((above - 1) * width) * kChoice;
    if (cost < least) {
      least = cost;
      best = {static_cast<double>(blocks), above};
    }
  }
  return best;
}

}  // namespace

double blocks_of(const BlockRule& rule, std::int64_t words, std::int64_t width, bool written) {
  return arranged(rule, words, width, written).blocks;
}

std::int64_t blocks_above(const BlockRule& rule, std::int64_t words, std::int64_t width) {
  return arranged(rule, words, width, false).above;
}

double rom_blocks(const BlockRule& rule, std::int64_t words, std::int64_t width) {
  if (width == 0) return 0.0;
  const auto rounded = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(words)));
  const double bits = static_cast<double>(rounded) * static_cast<double>(width);
  const double blocks = blocks_of(rule, words, width);
  return blocks * rule.cost < bits * rule.rom_bit ? blocks * rule.blocks_a_cell : 0.0;
}

}  // namespace rtl4ml
