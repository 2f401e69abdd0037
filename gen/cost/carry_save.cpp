#include <algorithm>

#include "gen/cost/logic.hpp"

namespace rtl4ml {
namespace {

/// Zeros above a number change nothing for synthesis.
Word without_zeros(Word word) {
  while (!word.empty() && word.back() == kZero) word.pop_back();
  return word;
}

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
  // The last row is subtracted: the other factor is inverted in it, and one is added at its lowest place.
  if (rows.size() <= places) columns[rows.size() - 1].push_back(rows.back());
  for (std::size_t row = 0; row < std::min(rows.size(), places); ++row) {
    for (std::size_t place = row; place < places; ++place) {
      const Bit bit = wide[place - row];
      columns[place].push_back(conjunction(row + 1 == rows.size() ? inverse(bit) : bit, rows[row]));
    }
  }
  const Word operands = carry_saved(columns);
  const auto half = operands.begin() + width;
  return adder(Word(operands.begin(), half), Word(half, operands.end()), kZero, true);
}

void Logic::mark_merged() {
  const auto read_of = [&](const Word& word, const Op& op) {
    const std::size_t read = std::min(word.size(), sums_[op.sum].below + bits_made(op));
    return without_zeros(Word(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(read)));
  };
  std::map<Word, std::size_t> totals;
  for (std::size_t index = 0; index < ops_.size(); ++index) {
    const Op& op = ops_[index];
    if (op.kind == Kind::kAdder && op.sum > 0 && is_live(op)) totals.emplace(read_of(sums_[op.sum].total, op), index);
  }
  for (std::size_t index = 0; index < ops_.size(); ++index) {
    const Op& op = ops_[index];
    if (op.kind != Kind::kAdder || op.sum == 0 || !is_live(op)) continue;
    for (const Word& operand : sums_[op.sum].operands) {
      const auto total = totals.find(read_of(operand, op));
      if (total == totals.end()) continue;
      Op& before = ops_[total->second];
      const auto other_reader = [&](Bit output) {
        return live(output) && reader_[node_of(output)] != static_cast<std::int32_t>(index);
      };
      if (std::any_of(before.outputs.begin(), before.outputs.end(), other_reader)) continue;
      before.merged = true;
    }
  }
}

void Logic::settle_op(const Op& op, std::size_t index, Logic& result, std::vector<Bit>& now) const {
  const auto bit_now = [&](Bit bit) { return is_constant(bit) ? bit : now[node_of(bit)] ^ (bit & 1); };
  const auto words_now = [&](std::size_t from, std::size_t count) {
    Word word;
    for (std::size_t i = from; i < from + count; ++i) word.push_back(bit_now(op.inputs[i]));
    return word;
  };
  Word made;
  if (op.kind == Kind::kLate) {
    made = words_now(0, 1);
  } else if (op.kind == Kind::kRegister) {
    made = result.registered(words_now(0, 1), op.enable, bit_now(op.inputs[1]));  // what enables it is but a name
  } else if (op.kind == Kind::kBlock) {
    made = result.make_block(op.cost, {words_now(0, op.inputs.size())}, static_cast<int>(op.outputs.size()), false,
                             op.split);
  } else if (op.kind == Kind::kAdder) {
    const std::size_t width = bits_made(op);
    Columns old(width);
    for (const std::size_t from : {std::size_t{0}, op.split}) {
      const auto begin = op.inputs.begin() + static_cast<std::ptrdiff_t>(from);
      gather(Word(begin, begin + static_cast<std::ptrdiff_t>(width)), index, old);
    }
    const bool more =
        std::any_of(old.begin(), old.end(), [](const std::set<Bit>& column) { return column.size() > 2; });
    Word operands = words_now(0, width);
    const Word others = words_now(op.split, width);
    operands.insert(operands.end(), others.begin(), others.end());
    if (more) {
      std::vector<Word> columns(width);
      for (std::size_t place = 0; place < width; ++place) {
        for (const Bit bit : old[place]) columns[place].push_back(bit_now(bit));
      }
      operands = result.carry_saved(columns);
    }
    const auto half = operands.begin() + static_cast<std::ptrdiff_t>(width);
    const std::size_t ops = result.ops_.size();
    made = result.adder(Word(operands.begin(), half), Word(half, operands.end()), bit_now(op.inputs.back()), op.sees);
    if (result.ops_.size() > ops) result.ops_.back().tied = op.tied && !more;
  }
  for (std::size_t i = 0; i < made.size(); ++i) now[node_of(op.outputs[i])] = made[i];
}

Logic Logic::settled() const {
  Logic result(fabric_);
  result.settled_ = true;
  std::vector<Bit> now(gates_.nodes().size(), kZero);
  const auto bit_now = [&](Bit bit) { return is_constant(bit) ? bit : now[node_of(bit)] ^ (bit & 1); };
  for (std::size_t node = 1; node < now.size(); ++node) {
    if (!live_[node]) continue;
    const Gate& gate = gates_.nodes()[node];
    const auto input = [&](std::size_t i) { return bit_now(gate.inputs[i]); };
    const std::int32_t driver = driver_[node];
    if (gate.kind != GateKind::kNone) {
      result.enter(gate.layer);
      now[node] = gate.kind == GateKind::kAnd   ? result.conjunction(input(0), input(1))
                  : gate.kind == GateKind::kXor ? result.parity(input(0), input(1))
                                                : result.multiplexer(input(0), input(1), input(2));
    } else if (driver < 0 || ops_[static_cast<std::size_t>(driver)].kind == Kind::kLoop) {
      now[node] = result.input();
    } else {
      const auto index = static_cast<std::size_t>(driver);
      const Op& op = ops_[index];
      // Of several outputs the first live one makes them all.
      const auto first = std::find_if(op.outputs.begin(), op.outputs.end(), [&](Bit output) { return live(output); });
      if (op.merged || node_of(*first) != node) continue;
      result.enter(op.layer);
      settle_op(op, index, result, now);
    }
  }
  for (const Op& op : ops_) {
    result.enter(op.layer);
    if (op.kind == Kind::kAlways) result.always(op.cost);
    if (op.kind == Kind::kLoop && is_live(op))
      result.close_loop({bit_now(op.outputs.front())}, {bit_now(op.inputs.front())}, op.cost.ff);
    if (op.kind != Kind::kOutput) continue;
    Word word;
    for (const Bit bit : op.inputs) word.push_back(bit_now(bit));
    result.output(word);
  }
  return result;
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
