#include "gen/cost/memories.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>

namespace rtl4ml {
namespace {

/// A column over the variables that matter to it.
struct Reduced {
  Column table;
  std::vector<int> variables;  ///< indices of address bits, ascending
};

Column cofactor(const Column& table, int variable, bool value) {
  Column result(table.size() / 2);
  const std::size_t run = std::size_t{1} << static_cast<unsigned>(variable);
  auto to = result.begin();
  for (std::size_t from = value ? run : 0; from < table.size(); from += 2 * run) {
    const auto begin = table.begin() + static_cast<std::ptrdiff_t>(from);
    to = std::copy(begin, begin + static_cast<std::ptrdiff_t>(run), to);
  }
  return result;
}

bool depends_on(const Column& table, int variable) {
  const std::size_t mask = std::size_t{1} << static_cast<unsigned>(variable);
  for (std::size_t i = 0; i < table.size(); ++i) {
    if ((i & mask) == 0 && table[i] != table[i | mask]) return true;
  }
  return false;
}

Reduced reduced(const Column& column) {
  Reduced result{column, {}};
  int variables = 0;
  while ((std::size_t{1} << static_cast<unsigned>(variables)) < column.size()) ++variables;
  for (int variable = 0; variable < variables; ++variable) result.variables.push_back(variable);
  for (int at = variables - 1; at >= 0; --at) {
    if (depends_on(result.table, at)) continue;
    result.table = cofactor(result.table, at, false);
    result.variables.erase(result.variables.begin() + at);
  }
  return result;
}

double tables(const Fabric& fabric, const Column& column, std::map<Column, double>& known) {
  const Reduced own = reduced(column);
  const auto size = static_cast<int>(own.variables.size());
  if (size <= 1) return 0.0;
  if (size <= fabric.lut_inputs) return 1.0;
  const auto found = known.find(own.table);
  if (found != known.end()) return 0.0;  // shared with another part of the same column
  known.emplace(own.table, 0.0);
  // The variable whose two halves depend on least.
  int best = size - 1;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (int at = size - 1; at >= 0; --at) {
    const std::size_t support = reduced(cofactor(own.table, at, false)).variables.size() +
                                reduced(cofactor(own.table, at, true)).variables.size();
    if (support < least) {
      least = support;
      best = at;
    }
  }
  const double multiplexer = size <= fabric.lut_inputs + fabric.free_mux_inputs ? 0.0 : 1.0;
  return multiplexer + tables(fabric, cofactor(own.table, best, false), known) +
         tables(fabric, cofactor(own.table, best, true), known);
}

std::uint64_t hash_of(const Column& column) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const bool bit : column) hash = (hash ^ (bit ? 0x9DULL : 0x3BULL)) * 0x100000001B3ULL;
  return hash | 1ULL;
}

}  // namespace

double column_tables(const Fabric& fabric, const Column& column) {
  std::map<Column, double> known;
  return tables(fabric, column, known);
}

Bit rom_column(Logic& logic, const Fabric& fabric, const Word& address, const Column& column) {
  const Reduced own = reduced(column);
  if (own.variables.empty()) return own.table.front() ? kOne : kZero;
  Word inputs;
  for (const int variable : own.variables) inputs.push_back(address[static_cast<std::size_t>(variable)]);
  if (inputs.size() == 1 && own.table[1]) return inputs.front();
  const std::uint64_t key = hash_of(own.table);
  if (static_cast<int>(inputs.size()) <= fabric.lut_inputs) return logic.function(std::move(inputs), key);
  if (static_cast<int>(inputs.size()) > fabric.fast_inputs) logic.deepen(2);
  Tally cost;
  cost[LutPart::kRom] = column_tables(fabric, own.table);
  const Word identity = constant_word(static_cast<std::int64_t>(key), 64);
  return logic.block(cost, {inputs, identity}, 1).front();
}

Bit registered_column(Logic& logic, const Fabric& fabric, const Word& address, const Column& column) {
  const Reduced own = reduced(column);
  if (own.variables.empty()) return own.table.front() ? kOne : kZero;
  Word inputs;
  for (const int variable : own.variables) inputs.push_back(address[static_cast<std::size_t>(variable)]);
  Tally cost;
  cost.ff = 1.0;
  cost[LutPart::kRegisteredRom] = std::max(1.0, column_tables(fabric, own.table));
  return logic.block(cost, {inputs, constant_word(static_cast<std::int64_t>(hash_of(own.table)), 64)}, 1).front();
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

Arrangement arranged(const BlockRule& rule, std::int64_t words, std::int64_t width) {
  Arrangement best;
  for (const auto& [block_width, block_words] : rule.shapes) {
    const std::int64_t across = (width + block_width - 1) / block_width,
                       above = (words + block_words - 1) / block_words;
    const auto blocks = static_cast<double>(across * above);
    if (blocks < best.blocks || (blocks == best.blocks && above < best.above)) best = {blocks, above};
  }
  return best;
}

}  // namespace

double blocks_of(const BlockRule& rule, std::int64_t words, std::int64_t width) {
  return arranged(rule, words, width).blocks;
}

std::int64_t blocks_above(const BlockRule& rule, std::int64_t words, std::int64_t width) {
  return arranged(rule, words, width).above;
}

double rom_blocks(const BlockRule& rule, std::int64_t words, std::int64_t width) {
  if (width == 0) return 0.0;
  const auto rounded = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(words)));
  const double bits = static_cast<double>(rounded) * static_cast<double>(width);
  const double blocks = blocks_of(rule, words, width);
  return blocks * rule.cost < bits * rule.rom_bit ? blocks * rule.blocks_a_cell : 0.0;
}

}  // namespace rtl4ml
