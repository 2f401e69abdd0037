#include "gen/cost/logic.hpp"

#include <algorithm>
#include <utility>

#include "gen/ops/common.hpp"

namespace rtl4ml {

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

bool is_zero(const Word& word) {
  return std::all_of(word.begin(), word.end(), [](Bit bit) { return bit == kZero; });
}

namespace {

/// Without the copies of its sign, without the zeros above.
std::size_t narrowed_width(const Word& word, bool is_signed) {
  std::size_t width = word.size();
  while (width > 1 && word[width - 1] == (is_signed ? word[width - 2] : kZero)) --width;
  return width;
}

}  // namespace

Logic::Logic(const Fabric& fabric, std::vector<int> read)
    : fabric_(fabric), read_(std::move(read)), gates_(fabric.and_group) {}

void Logic::enter(std::size_t layer) {
  layer_ = layer;
  gates_.enter(layer);
}

Word Logic::input(int width) {
  Word word;
  for (int bit = 0; bit < width; ++bit) word.push_back(input());
  return word;
}

Bit Logic::late(Bit bit) {
  const Bit hidden = input();
  add_op({Kind::kLate, layer_, {bit}, {hidden}, {}});
  return hidden;
}

std::size_t Logic::add_op(Op op) {
  ops_.push_back(std::move(op));
  return ops_.size() - 1;
}

Word Logic::multiplexer(Bit select, const Word& when_set, const Word& when_clear) {
  Word result;
  for (std::size_t i = 0; i < when_set.size(); ++i) result.push_back(multiplexer(select, when_set[i], when_clear[i]));
  return result;
}

Word Logic::add(const Word& a, const Word& b, int width, bool is_signed, Bit carry) {
  const auto count = static_cast<std::size_t>(width);
  Word result;
  // Below the first place where both have a bit nothing is added.
  std::size_t from = 0;
  while (carry == kZero && from < count && (a[from] == kZero || b[from] == kZero)) {
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
  const auto part = [&](const Word& word) {
    return Word(word.begin() + static_cast<std::ptrdiff_t>(from), word.begin() + static_cast<std::ptrdiff_t>(to));
  };
  const std::size_t before = ops_.size();
  // The narrower operand comes first.
  const std::size_t width_a = narrowed_width(a, is_signed), width_b = narrowed_width(b, is_signed);
  const bool swapped = width_b < width_a;
  const Word sum = adder(part(swapped ? b : a), part(swapped ? a : b), carry, true);
  result.insert(result.end(), sum.begin(), sum.end());
  result.resize(count, positive ? kZero : result.back());
  if (ops_.size() > before) {
    ops_.back().sum = sums_.size();
    ops_.back().tied = width_a == width_b;
    ops_.back().sees = false;  // what comes out later
    sums_.push_back({{a, b}, result, from});
  }
  return result;
}

Word Logic::ripple(const Word& a, const Word& b, Bit carry) {
  Word sum;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto [low, high] = full_adder(a[i], b[i], carry);
    sum.push_back(low);
    carry = high;
  }
  sum.push_back(carry);
  return sum;
}

Word Logic::adder(const Word& a, const Word& b, Bit carry, bool sees) {
  const bool constant = std::all_of(a.begin(), a.end(), is_constant) && std::all_of(b.begin(), b.end(), is_constant);
  if ((constant && (sees || !fabric_.carry_hides_constants)) || a.size() <= fabric_.gate_adder_bits) {
    Word sum = ripple(a, b, carry);
    sum.pop_back();
    return sum;
  }
  Word result;
  // Where two of three bits are the same constant, or two different ones, the carry is known or one of the bits.
  std::size_t from = 0;
  while (settled_ && !fabric_.carry_hides_constants && from < a.size() && is_constant(carry) &&
         (is_constant(a[from]) || is_constant(b[from]))) {
    const auto [low, high] = full_adder(a[from], b[from], carry);
    result.push_back(low);
    carry = high;
    ++from;
  }
  Word inputs(a.begin() + static_cast<std::ptrdiff_t>(from), a.end());
  inputs.insert(inputs.end(), b.begin() + static_cast<std::ptrdiff_t>(from), b.end());
  const std::size_t width = a.size() - from;
  if (width == 0) return result;
  inputs.push_back(carry);
  const Key key{Kind::kAdder, 0, inputs};
  const auto found = settled_ ? known_.end() : known_.find(key);
  std::size_t op = 0;
  if (found != known_.end()) {
    op = found->second;
  } else {
    op = add_op({Kind::kAdder, layer_, inputs, input(static_cast<int>(width)), {}, width});
    ops_[op].sees = sees;
    known_.emplace(key, op);
  }
  result.insert(result.end(), ops_[op].outputs.begin(), ops_[op].outputs.end());
  return result;
}

Bit Logic::is_less(const Word& a, const Word& b) {
  Word inverted;
  for (const Bit bit : b) inverted.push_back(inverse(bit));
  const bool constant = std::all_of(a.begin(), a.end(), is_constant) || std::all_of(b.begin(), b.end(), is_constant);
  // Beside a constant Yosys makes functions of as many bits as a table has inputs.
  if (constant && (fabric_.joins_comparisons || a.size() <= static_cast<std::size_t>(fabric_.lut_inputs))) {
    // a - b is negative where the signs say so or, if they are the same, where nothing is carried out.
    const Bit carry = ripple(a, inverted, kOne).back();
    return multiplexer(parity(a.back(), b.back()), a.back(), inverse(carry));
  }
  const Word difference = adder(a, inverted, kOne, true);
  return parity(difference.back(), parity(input(), input()));  // with the last two carries
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
  return make_block(cost, inputs, width, shared, 0);
}

Word Logic::block_sum(const Word& a, const Word& b) {
  return make_block({}, {a, b}, static_cast<int>(a.size()), true, a.size() + 1);
}

Word Logic::make_block(const Tally& cost, const std::vector<Word>& inputs, int width, bool shared, std::size_t split) {
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
  ops_[op].split = split;
  if (shared) known_.emplace(key, op);
  return outputs;
}

void Logic::always(const Tally& cost) { add_op({Kind::kAlways, layer_, {}, {}, cost}); }

Bit Logic::reset() {
  if (reset_ == kZero) reset_ = input();
  return reset_;
}

void Logic::control(Bit bit, Bit enable, bool cleared) {
  output({bit, cleared && fabric_.reset_needs_enable && enable != kOne ? disjunction(enable, reset()) : enable});
}

void Logic::output(const Word& word) { add_op({Kind::kOutput, layer_, word, {}, {}}); }

int Logic::bits_read(int width) const {
  return remembered_.size() < read_.size() ? std::clamp(read_[remembered_.size()], 1, width) : width;
}

std::vector<int> Logic::read_of_remembered() {
  sweep(true);
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
    ops_[add_op({Kind::kLoop, layer_, {from[i]}, {driven[i]}, cost})].sum = loops_.size();
  }
  loops_.push_back(from);
}

}  // namespace rtl4ml
