#include "gen/cost/logic.hpp"

#include <algorithm>
#include <utility>

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

/// The union of two sorted sets.
Word united(const Word& a, const Word& b) {
  Word result;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

/// Zeros above a number change nothing for synthesis.
Word without_zeros(Word word) {
  while (!word.empty() && word.back() == kZero) word.pop_back();
  return word;
}

void sort_unique(Word& bits) {
  std::sort(bits.begin(), bits.end());
  bits.erase(std::unique(bits.begin(), bits.end()), bits.end());
}

}  // namespace

Word constant_word(std::int64_t code, int width) {
  Word word;
  for (int bit = 0; bit < width; ++bit) word.push_back(static_cast<Bit>((code >> std::min(bit, 63)) & 1));
  return word;
}

Word resized(Word word, int width, bool is_signed) {
  const Bit top = is_signed && !word.empty() ? word.back() : kZero;
  word.resize(static_cast<std::size_t>(std::max(width, 0)), top);
  return word;
}

Word shifted_left(const Word& word, int count, int width) {
  Word result(static_cast<std::size_t>(width), kZero);
  for (std::size_t i = 0; i < word.size(); ++i) {
    const std::size_t to = i + static_cast<std::size_t>(count);
    if (to < result.size()) result[to] = word[i];
  }
  return result;
}

Logic::Logic(const Fabric& fabric, std::vector<int> read) : fabric_(fabric), read_(std::move(read)) {}

Word Logic::input(int width) {
  Word word;
  for (int bit = 0; bit < width; ++bit) word.push_back(input());
  return word;
}

std::size_t Logic::add_op(Op op) {
  ops_.push_back(std::move(op));
  return ops_.size() - 1;
}

Bit Logic::function(std::vector<Bit> inputs, std::uint64_t key) {
  inputs.erase(std::remove_if(inputs.begin(), inputs.end(), is_constant), inputs.end());
  sort_unique(inputs);
  if (key != 0) {
    const auto found = known_.find({Kind::kFunction, key, inputs});
    if (found != known_.end()) return ops_[found->second].outputs.front();
  }
  const Bit output = input();
  const std::size_t op = add_op({Kind::kFunction, layer_, inputs, {output}, {}});
  if (key != 0) known_.emplace(Key{Kind::kFunction, key, std::move(inputs)}, op);
  return output;
}

Bit Logic::reduce(std::vector<Bit> inputs, Bit neutral) {
  const Bit deciding = neutral == kOne ? kZero : kOne;
  if (std::find(inputs.begin(), inputs.end(), deciding) != inputs.end()) return deciding;
  inputs.erase(std::remove(inputs.begin(), inputs.end(), neutral), inputs.end());
  sort_unique(inputs);
  if (inputs.empty()) return neutral;
  const auto fan_in = static_cast<std::size_t>(fabric_.lut_inputs);
  const std::uint64_t key = 1 + static_cast<std::uint64_t>(neutral);
  while (inputs.size() > 1) {
    Word next;
    for (std::size_t from = 0; from < inputs.size(); from += fan_in) {
      const std::size_t to = std::min(from + fan_in, inputs.size());
      const Word group(inputs.begin() + static_cast<std::ptrdiff_t>(from),
                       inputs.begin() + static_cast<std::ptrdiff_t>(to));
      next.push_back(group.size() == 1 ? group.front() : function(group, key));
    }
    inputs = std::move(next);
  }
  return inputs.front();
}

Bit Logic::multiplexer(Bit select, Bit when_set, Bit when_clear) {
  if (when_set == when_clear) return when_set;
  if (is_constant(select)) return select == kOne ? when_set : when_clear;
  const int constants =
      (is_constant(when_set) ? 1 + when_set : 0) + (is_constant(when_clear) ? 3 * (1 + when_clear) : 0);
  const int order = when_set < when_clear ? 16 : 32;
  const int shape = 64 + constants + order;
  return function({select, when_set, when_clear}, static_cast<std::uint64_t>(shape));
}

Word Logic::multiplexer(Bit select, const Word& when_set, const Word& when_clear) {
  Word result;
  for (std::size_t i = 0; i < when_set.size(); ++i) result.push_back(multiplexer(select, when_set[i], when_clear[i]));
  return result;
}

Word Logic::add(const Word& a, const Word& b, int width, bool is_signed) {
  const auto count = static_cast<std::size_t>(width);
  if (std::all_of(a.begin(), a.begin() + width, is_constant) &&
      std::all_of(b.begin(), b.begin() + width, is_constant)) {
    Word sum;
    Bit carry = kZero;
    for (std::size_t i = 0; i < count; ++i) {
      sum.push_back((a[i] + b[i] + carry) % 2);
      carry = (a[i] + b[i] + carry) / 2;
    }
    return sum;
  }
  Word result;
  // Below the first place where both have a bit nothing is added.
  std::size_t from = 0;
  while (from < count && (a[from] == kZero || b[from] == kZero)) {
    result.push_back(a[from] == kZero ? b[from] : a[from]);
    ++from;
  }
  if (from == count) return result;
  // Above the last place that changes there is room for one carry, then only copies of the sign or zeros.
  std::size_t to = count;
  const auto copies = [&](const Word& word, std::size_t at) { return word[at] == word[at - 1]; };
  const auto zeros = [&](std::size_t at) { return a[at] == kZero && b[at] == kZero; };
  bool positive = false;
  while (to > from + 1 && zeros(to - 1) && zeros(to - 2)) {
    --to;
    positive = true;
  }
  while (!positive && is_signed && to > from + 2 && copies(a, to - 1) && copies(a, to - 2) && copies(b, to - 1) &&
         copies(b, to - 2))
    --to;
  Word inputs(a.begin() + static_cast<std::ptrdiff_t>(from), a.begin() + static_cast<std::ptrdiff_t>(to));
  inputs.insert(inputs.end(), b.begin() + static_cast<std::ptrdiff_t>(from),
                b.begin() + static_cast<std::ptrdiff_t>(to));
  const Key key{Kind::kAdder, 0, inputs};
  const auto found = known_.find(key);
  std::size_t op = 0;
  if (found != known_.end()) {
    op = found->second;
  } else {
    const Word outputs = input(static_cast<int>(to - from));
    op = add_op({Kind::kAdder, layer_, inputs, outputs, {}, to - from});
    known_.emplace(key, op);
    for (const Word* operand : {&a, &b}) {
      const auto sum = sums_.find(without_zeros(*operand));
      if (sum != sums_.end()) ops_[sum->second].merged = true;
    }
  }
  result.insert(result.end(), ops_[op].outputs.begin(), ops_[op].outputs.end());
  result.resize(count, positive ? kZero : result.back());
  sums_.emplace(without_zeros(result), op);
  return result;
}

Word Logic::registered(const Word& word, Bit enable, Bit reset) {
  Word result;
  for (const Bit bit : word) {
    if (is_constant(bit)) {
      result.push_back(bit);
      continue;
    }
    const Key key{Kind::kRegister, 0, {bit, enable, reset}};
    const auto found = known_.find(key);
    if (found != known_.end()) {
      result.push_back(ops_[found->second].outputs.front());
      continue;
    }
    result.push_back(input());
    Tally cost;
    cost.ff = 1.0;
    const std::size_t op = add_op({Kind::kRegister, layer_, {bit, reset}, {result.back()}, cost});
    ops_[op].enable = reset == kZero ? enable : kZero;
    known_.emplace(key, op);
  }
  return result;
}

Word Logic::block(const Tally& cost, const std::vector<Word>& inputs, int width, bool shared) {
  Word all;
  for (const Word& word : inputs) {
    all.insert(all.end(), word.begin(), word.end());
    all.push_back(kZero);  // keeps words of different lengths apart
  }
  const Key key{Kind::kBlock, static_cast<std::uint64_t>(width), all};
  if (shared) {
    const auto found = known_.find(key);
    if (found != known_.end()) return ops_[found->second].outputs;
  }
  const Word outputs = input(width);
  const std::size_t op = add_op({Kind::kBlock, layer_, std::move(all), outputs, cost});
  if (shared) known_.emplace(key, op);
  return outputs;
}

void Logic::output(const Word& word) { ops_.push_back({Kind::kOutput, layer_, word, {}, {}}); }

int Logic::bits_read(int width) const {
  return remembered_.size() < read_.size() ? std::clamp(read_[remembered_.size()], 1, width) : width;
}

std::vector<int> Logic::read_of_remembered() {
  sweep();
  std::vector<int> result;
  for (const Word& word : remembered_) {
    std::size_t read = word.size();
    while (read > 0 && !live(word[read - 1])) --read;
    result.push_back(static_cast<int>(read));
  }
  return result;
}

void Logic::close_loop(const Word& driven, const Word& from, double registers_a_bit) {
  for (std::size_t i = 0; i < driven.size(); ++i) {
    Tally cost;
    cost.ff = is_constant(from[i]) ? 0.0 : registers_a_bit;
    add_op({Kind::kRegister, layer_, {from[i]}, {driven[i]}, cost});
  }
}

void Logic::sweep() {
  driver_.assign(static_cast<std::size_t>(next_), -1);
  live_.assign(static_cast<std::size_t>(next_), false);
  reader_.assign(static_cast<std::size_t>(next_), kNobody);
  std::vector<Bit> waiting;
  const auto read = [&](Bit bit, std::size_t op) {
    if (is_constant(bit)) return;
    std::int32_t& reader = reader_[static_cast<std::size_t>(bit)];
    const auto own = static_cast<std::int32_t>(op);
    reader = reader == kNobody || reader == own ? own : kMany;
    if (live(bit)) return;
    live_[static_cast<std::size_t>(bit)] = true;
    waiting.push_back(bit);
  };
  for (std::size_t index = 0; index < ops_.size(); ++index) {
    for (const Bit bit : ops_[index].outputs) driver_[static_cast<std::size_t>(bit)] = static_cast<std::int32_t>(index);
  }
  const auto read_all = [&](std::size_t op) {
    for (const Bit bit : ops_[op].inputs) read(bit, op);
  };
  for (std::size_t index = 0; index < ops_.size(); ++index) {
    if (ops_[index].kind == Kind::kOutput) read_all(index);
  }
  std::vector<std::size_t> done(ops_.size(), 0);  // inputs of each operand that were read already
  while (!waiting.empty()) {
    const Bit bit = waiting.back();
    waiting.pop_back();
    if (driver_[static_cast<std::size_t>(bit)] < 0) continue;
    const auto index = static_cast<std::size_t>(driver_[static_cast<std::size_t>(bit)]);
    const Op& op = ops_[index];
    if (op.kind == Kind::kAdder) {
      const auto wanted = static_cast<std::size_t>(bit - op.outputs.front()) + 1;
      for (std::size_t i = done[index]; i < wanted; ++i) {
        read(op.inputs[i], index);
        read(op.inputs[op.split + i], index);
      }
      done[index] = std::max(done[index], wanted);
    } else if (done[index] == 0) {
      done[index] = 1;
      read_all(index);
    }
  }
}

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

void Logic::gather(const Word& word, std::size_t reader, Columns& columns) const {
  const auto merged_driver = [&](Bit bit) -> std::int32_t {
    const std::int32_t driver = is_constant(bit) ? -1 : driver_[static_cast<std::size_t>(bit)];
    if (driver < 0 || reader_[static_cast<std::size_t>(bit)] != static_cast<std::int32_t>(reader)) return -1;
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
    const auto at = static_cast<std::size_t>(word[place] - op.outputs.front());
    one[place] = op.inputs[at];
    other[place] = op.inputs[op.split + at];
  }
  gather(one, static_cast<std::size_t>(driver), columns);
  gather(other, static_cast<std::size_t>(driver), columns);
}

std::array<Bit, 2> Logic::full_adder(const Word& bits) {
  constexpr std::uint64_t kSumKey = 300, kCarryKey = 310;
  Word varying;
  std::copy_if(bits.begin(), bits.end(), std::back_inserter(varying), [](Bit bit) { return !is_constant(bit); });
  const auto ones = static_cast<std::uint64_t>(std::count(bits.begin(), bits.end(), kOne));
  if (varying.empty()) return {static_cast<Bit>(ones & 1), static_cast<Bit>(ones >> 1)};
  if (varying.size() == 1 && ones != 1) return {varying.front(), ones == 0 ? kZero : kOne};
  const Bit carry = varying.size() == 1 ? varying.front() : function(varying, kCarryKey + ones);
  return {function(varying, kSumKey + ones), carry};
}

bool Logic::save_carries() {
  bool any = false;
  for (Op& op : ops_) {
    std::int32_t reader = kNobody;
    for (const Bit output : op.outputs) {
      if (!live(output)) continue;
      const std::int32_t own = reader_[static_cast<std::size_t>(output)];
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
    gather(Word(op.inputs.begin() + static_cast<std::ptrdiff_t>(op.split), op.inputs.end()), index, columns);
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
      before[index].inputs = carry_saved(found->second);
    }
    ops_.push_back(std::move(before[index]));
  }
  return true;
}

Word Logic::carry_saved(const Columns& columns) {
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
        const auto [low, high] = full_adder({words[row][place], words[row + 1][place], words[row + 2][place]});
        sum[place] = low;
        if (place + 1 < width) carry[place + 1] = high;
      }
      next.push_back(std::move(sum));
      next.push_back(std::move(carry));
    }
    words = std::move(next);
  }
  Word operands = words.front();
  operands.insert(operands.end(), words.back().begin(), words.back().end());
  return operands;
}

bool Logic::is_function(Bit bit) const {
  const std::int32_t driver = is_constant(bit) ? -1 : driver_[static_cast<std::size_t>(bit)];
  return driver >= 0 && ops_[static_cast<std::size_t>(driver)].kind == Kind::kFunction;
}

Word Logic::leaves(Bit bit) const { return is_function(bit) ? cut_[static_cast<std::size_t>(bit)] : Word{bit}; }

Word Logic::expanded(const Op& op, const std::vector<Word>& cuts, std::size_t most, int deepest) const {
  const auto replaced = [&](Bit input) {
    return is_function(input) && depth_[static_cast<std::size_t>(input)] >= deepest;
  };
  Word all;
  for (const Bit input : op.inputs)
    all = united(all, replaced(input) ? cuts[static_cast<std::size_t>(input)] : Word{input});
  if (all.size() <= most) return all;
  Word cut = op.inputs;
  for (const Bit input : op.inputs) {
    if (!replaced(input)) continue;
    Word without = cut;
    without.erase(std::remove(without.begin(), without.end(), input), without.end());
    Word merged = united(without, cuts[static_cast<std::size_t>(input)]);
    if (merged.size() <= most) cut = std::move(merged);
  }
  return cut;
}

int Logic::depth_over(const Word& cut) const {
  int depth = 0;
  for (const Bit leaf : cut) depth = std::max(depth, depth_[static_cast<std::size_t>(leaf)]);
  return cut.empty() ? 0 : depth + 1;
}

void Logic::cover() {
  const auto bits = static_cast<std::size_t>(next_);
  cut_.assign(bits, {});
  table_.assign(bits, false);
  depth_.assign(bits, 0);
  std::vector<Word> fast(bits);
  for (const Op& op : ops_) {
    if (op.kind != Kind::kFunction || !live(op.outputs.front())) continue;
    const auto output = static_cast<std::size_t>(op.outputs.front());
    cut_[output] = expanded(op, cut_, static_cast<std::size_t>(fabric_.function_inputs), 0);
    fast[output] = expanded(op, fast, static_cast<std::size_t>(fabric_.fast_inputs), depth_over(op.inputs) - 1);
    if (depth_over(fast[output]) >= depth_over(cut_[output])) fast[output] = cut_[output];
    depth_[output] = depth_over(fast[output]);
  }
  int deepest = deepest_;
  const auto want = [&](Bit bit) {
    if (!is_function(bit)) return;
    table_[static_cast<std::size_t>(bit)] = true;
    deepest = std::max(deepest, depth_[static_cast<std::size_t>(bit)]);
  };
  for (const Op& op : ops_) {
    if (op.kind == Kind::kFunction) continue;
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
      const Bit bit = op.inputs[i];
      const bool is_live = op.kind == Kind::kOutput ||
                           std::any_of(op.outputs.begin(), op.outputs.end(), [&](Bit output) { return live(output); });
      if (!is_live) continue;
      if (!takes_logic(op, i)) {
        want(bit);
      } else {
        for (const Bit leaf : leaves(bit)) want(leaf);
      }
    }
  }

  std::vector<int> room(bits, deepest);  // levels that there are down to this bit
  for (std::size_t index = ops_.size(); index-- > 0;) {
    const Op& op = ops_[index];
    if (op.kind != Kind::kFunction || !table_[static_cast<std::size_t>(op.outputs.front())]) continue;
    const auto output = static_cast<std::size_t>(op.outputs.front());
    if (depth_over(cut_[output]) > room[output]) cut_[output] = fast[output];
    for (const Bit leaf : cut_[output]) {
      if (is_function(leaf)) table_[static_cast<std::size_t>(leaf)] = true;
      room[static_cast<std::size_t>(leaf)] = std::min(room[static_cast<std::size_t>(leaf)], room[output] - 1);
    }
  }
}

Tally Logic::adder(const Op& op) const {
  int read = 0, top = 0;
  for (std::size_t i = 0; i < op.outputs.size(); ++i) {
    if (!live(op.outputs[i])) continue;
    ++read;
    top = static_cast<int>(i) + 1;
  }
  Tally result;
  if (fabric_.carry_takes_logic) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(top); ++i) {
      // A zero beside a bit needs no table.
      if (op.inputs[i] == kZero || op.inputs[op.split + i] == kZero) continue;
      if (is_constant(op.inputs[i]) || is_constant(op.inputs[op.split + i])) continue;  // count() has the inverters
      result[takes_logic(op, op.split + i) ? LutPart::kAdderLogic : LutPart::kAdder] += 1.0;
    }
  } else if (fabric_.carry_needs_table) {
    result[LutPart::kAdder] = static_cast<double>(ceil_div(top, fabric_.carry_step) * fabric_.carry_step);
  } else {
    result[LutPart::kAdder] = read;
  }
  return result;
}

void Logic::count_inverters(const Op& op, std::set<Bit>& inverted, Tally& layer) const {
  for (std::size_t i = 0; i < op.split && live(op.outputs[i]); ++i) {
    for (const auto& [constant, bit] :
         {std::pair{op.inputs[i], op.inputs[op.split + i]}, std::pair{op.inputs[op.split + i], op.inputs[i]}}) {
      if (constant != kOne || is_constant(bit)) continue;
      if (inverted.insert(bit).second) layer[LutPart::kFunction] += 1.0;
    }
  }
}

bool Logic::takes_logic(const Op& op, std::size_t input) const {
  if (op.kind != Kind::kAdder || !fabric_.carry_takes_logic || input < op.split || is_constant(op.inputs[input]))
    return false;
  const Bit bit = op.inputs[input];
  const Word below = leaves(bit);
  return below != Word{bit} && read_once(bit) && below.size() < static_cast<std::size_t>(fabric_.lut_inputs);
}

void Logic::find_shift_registers() {
  const auto next_of = [&](const Op& op) -> Op* {
    const Bit output = op.outputs.front();
    if (!live(output) || !read_once(output)) return nullptr;
    Op& reader = ops_[static_cast<std::size_t>(reader_[static_cast<std::size_t>(output)])];
    const bool fits = reader.kind == Kind::kRegister && reader.enable == op.enable && live(reader.outputs.front());
    return fits ? &reader : nullptr;
  };
  const auto begins = [&](const Op& op) {
    if (op.kind != Kind::kRegister || op.enable == kZero || !live(op.outputs.front())) return false;
    const std::int32_t driver = driver_[static_cast<std::size_t>(op.inputs.front())];
    if (driver < 0) return true;
    const Op& before = ops_[static_cast<std::size_t>(driver)];
    return before.kind != Kind::kRegister || before.enable == kZero || next_of(before) != &op;
  };
  for (Op& first : ops_) {
    if (!begins(first)) continue;
    std::vector<Op*> chain{&first};
    while (Op* const next = next_of(*chain.back())) chain.push_back(next);
    if (static_cast<int>(chain.size()) < fabric_.least_shift) continue;
    for (Op* const op : chain) op->cost = {};
    chain.back()->cost[LutPart::kFunction] = 1.0;
  }
}

std::vector<Tally> Logic::count(std::size_t layers) {
  sweep();
  if (save_carries()) sweep();
  if (fabric_.least_shift > 0) find_shift_registers();
  cover();
  std::vector<Tally> result(layers);
  std::set<Bit> inverted;
  for (const Op& op : ops_) {
    Tally& layer = result[op.layer];
    const bool is_live = std::any_of(op.outputs.begin(), op.outputs.end(), [&](Bit output) { return live(output); });
    if (op.kind == Kind::kAlways || (is_live && (op.kind == Kind::kBlock || op.kind == Kind::kRegister)))
      layer += op.cost;
    if (op.kind == Kind::kAdder) {
      layer += adder(op);
      if (fabric_.carry_takes_logic) count_inverters(op, inverted, layer);
    }
    if (op.kind == Kind::kFunction && live(op.outputs.front()) &&
        table_[static_cast<std::size_t>(op.outputs.front())]) {
      const std::size_t inputs = cut_[static_cast<std::size_t>(op.outputs.front())].size();
      const auto beyond = std::max<std::size_t>(inputs, static_cast<std::size_t>(fabric_.lut_inputs)) -
                          static_cast<std::size_t>(fabric_.lut_inputs);
      if (inputs > 0)
        layer[inputs <= 3 ? LutPart::kFunction : LutPart::kWideFunction] += static_cast<double>(1U << beyond);
    }
  }
  return result;
}

}  // namespace rtl4ml
