#include "gen/cost/logic.hpp"

namespace rtl4ml {
namespace {

/// Two of the same bit are one of the next place.
void put(std::vector<std::set<Bit>>& columns, Bit bit, std::size_t place) {
  if (bit == kZero) return;
  for (; place < columns.size(); ++place) {
    if (columns[place].insert(bit).second) return;
    columns[place].erase(bit);
  }
}

}  // namespace

std::array<Bit, 2> Logic::full_adder(Bit a, Bit b, Bit c) {
  const Bit differ = parity(a, b);
  return {parity(differ, c), multiplexer(differ, c, a)};
}

Word Logic::multiply(const Word& a, const Word& b, int width) {
  const auto places = static_cast<std::size_t>(width);
  const Word& rows = a.size() < b.size() ? a : b;
  const Word wide = resized(a.size() < b.size() ? b : a, width, true);
  std::vector<Word> columns(places);
  // The last row is subtracted: it is inverted and one is added at its lowest place.
  if (rows.size() <= places) columns[rows.size() - 1].push_back(kOne);
  for (std::size_t row = 0; row < std::min(rows.size(), places); ++row) {
    for (std::size_t place = row; place < places; ++place) {
      const Bit bit = conjunction(wide[place - row], rows[row]);
      columns[place].push_back(row + 1 == rows.size() ? inverse(bit) : bit);
    }
  }
  const Word operands = carry_saved(columns);
  const auto half = operands.begin() + width;
  return adder(Word(operands.begin(), half), Word(half, operands.end()), kZero);
}

bool Logic::save_carries() {
  bool any = false;
  for (Op& op : ops_) {
    std::int32_t reader = kNobody;
    for (const Bit output : op.outputs) {
      if (!live(output)) continue;
      const std::int32_t own = reader_[node_of(output)];
      reader = reader == kNobody || reader == own ? own : kMany;
    }
    op.merged = op.merged && reader >= 0 && ops_[static_cast<std::size_t>(reader)].kind == Kind::kAdder;
    any = any || op.merged;
  }
  if (!any) return false;
  // What each sum is of, before anything moves.
  std::map<std::size_t, Columns> sums;
  for (std::size_t index = 0; index < ops_.size(); ++index) {
    const Op& op = ops_[index];
    if (op.kind != Kind::kAdder || op.merged) continue;
    Columns columns(op.split);
    gather(Word(op.inputs.begin(), op.inputs.begin() + static_cast<std::ptrdiff_t>(op.split)), index, columns);
    gather(Word(op.inputs.begin() + static_cast<std::ptrdiff_t>(op.split), op.inputs.end() - 1), index, columns);
    const auto more = [](const std::set<Bit>& column) { return column.size() > 2; };
    if (std::any_of(columns.begin(), columns.end(), more)) sums.emplace(index, std::move(columns));
  }
  std::vector<Op> before;
  before.swap(ops_);
  known_.clear();
  for (std::size_t index = 0; index < before.size(); ++index) {
    if (before[index].merged) continue;
    const auto found = sums.find(index);
    if (found != sums.end()) {
      enter(before[index].layer);
      std::vector<Word> columns;
      for (const std::set<Bit>& column : found->second) columns.emplace_back(column.begin(), column.end());
      before[index].inputs = carry_saved(columns);
      before[index].inputs.push_back(kZero);
    }
    ops_.push_back(std::move(before[index]));
  }
  return true;
}

void Logic::gather(const Word& word, std::size_t reader, Columns& columns) const {
  const auto merged_driver = [&](Bit bit) -> std::int32_t {
    const std::int32_t driver = is_constant(bit) ? -1 : driver_[node_of(bit)];
    if (driver < 0 || reader_[node_of(bit)] != static_cast<std::int32_t>(reader)) return -1;
    const Op& op = ops_[static_cast<std::size_t>(driver)];
    return op.kind == Kind::kAdder && op.merged ? driver : -1;
  };
  std::int32_t driver = -1;
  for (const Bit bit : word) driver = std::max(driver, merged_driver(bit));
  if (driver < 0) {
    for (std::size_t place = 0; place < word.size(); ++place) put(columns, word[place], place);
    return;
  }
  const Op& op = ops_[static_cast<std::size_t>(driver)];
  Word one = word, other(word.size(), kZero);
  for (std::size_t place = 0; place < word.size(); ++place) {
    if (merged_driver(word[place]) != driver) continue;
    const std::size_t at = node_of(word[place]) - node_of(op.outputs.front());
    one[place] = op.inputs[at];
    other[place] = op.inputs[op.split + at];
  }
  gather(one, static_cast<std::size_t>(driver), columns);
  gather(other, static_cast<std::size_t>(driver), columns);
}

Word Logic::carry_saved(const std::vector<Word>& columns) {
  const std::size_t width = columns.size();
  std::vector<Word> words;
  for (std::size_t place = 0; place < width; ++place) {
    std::size_t row = 0;
    for (const Bit bit : columns[place]) {
      if (row == words.size()) words.emplace_back(width, kZero);
      words[row++][place] = bit;
    }
  }
  while (words.size() > 2) {
    std::vector<Word> next;
    for (std::size_t row = 0; row < words.size(); row += 3) {
      if (row + 2 >= words.size()) {
        next.insert(next.end(), words.begin() + static_cast<std::ptrdiff_t>(row), words.end());
        break;
      }
      Word sum(width, kZero), carry(width, kZero);
      for (std::size_t place = 0; place < width; ++place) {
        const auto [low, high] = full_adder(words[row][place], words[row + 1][place], words[row + 2][place]);
        sum[place] = low;
        if (place + 1 < width) carry[place + 1] = high;
      }
      next.push_back(std::move(sum));
      next.push_back(std::move(carry));
    }
    words = std::move(next);
  }
  words.resize(2, Word(width, kZero));
  Word operands = words.front();
  operands.insert(operands.end(), words.back().begin(), words.back().end());
  return operands;
}

}  // namespace rtl4ml
