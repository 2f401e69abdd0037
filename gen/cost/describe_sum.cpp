#include "gen/cost/describe_sum.hpp"

#include <algorithm>

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

/// The product with the weight's bits from `first` on, 2^level of them.
Word soft_node(Logic& logic, const Word& data, const Word& weight, bool data_signed, int first, int level) {
  const int width = static_cast<int>(data.size()), all = static_cast<int>(weight.size());
  const int bits = std::min(1 << level, all - first), half = (1 << level) / 2;
  if (level == 0) {
    Word chosen;
    for (const Bit bit : data) chosen.push_back(logic.conjunction(bit, weight[static_cast<std::size_t>(first)]));
    return resized(chosen, width + 1, data_signed);
  }
  if (bits <= half) return soft_node(logic, data, weight, data_signed, first, level - 1);
  const Word lower = soft_node(logic, data, weight, data_signed, first, level - 1),
             upper = soft_node(logic, data, weight, data_signed, first + half, level - 1);
  const Word above = resized(Word(lower.begin() + half, lower.end()), width + bits - half, data_signed);
  const Word sum = logic.add(above, upper, width + bits - half);
  Word value(lower.begin(), lower.begin() + half);
  value.insert(value.end(), sum.begin(), sum.end());
  return value;
}

}  // namespace

Word describe_plane_sum(Logic& logic, const Family& family, const Lanes& operands, bool is_signed, int out_width) {
  const auto planes = static_cast<int>(operands.front().size());
  const int width = planes + address_width(std::ssize(operands) + 1);
  Word total(static_cast<std::size_t>(width), kZero);
  for (int plane = 0; plane < planes; ++plane) {
    Word bits;
    for (const Word& operand : operands) bits.push_back(operand[static_cast<std::size_t>(plane)]);
    const bool negative = is_signed && plane == planes - 1;
    Word count = resized(describe_popcount(logic, family, bits), width - plane, false);
    for (Bit& bit : count) bit = negative ? inverse(bit) : bit;
    const Word above =
        logic.add(Word(total.begin() + plane, total.end()), count, width - plane, false, negative ? kOne : kZero);
    std::copy(above.begin(), above.end(), total.begin() + plane);
  }
  return resized(total, out_width, is_signed);
}

namespace {

/// What has been added up, and where it comes from.
struct Partial {
  Word word;
  bool in_block = false;    ///< straight from a multiplier block
  bool adder_left = false;  ///< whose own adder is not used
};

/// Of the two, which are of one width, one whose adder is left takes the other. It adds from its lowest bit on.
Partial added(Logic& logic, const Partial& a, const Partial& b) {
  const auto takes = [](const Partial& one) { return one.adder_left && !is_constant(one.word.front()); };
  if (takes(a) || takes(b)) return {logic.block_sum(a.word, b.word), true, false};
  return {logic.add(a.word, b.word, static_cast<int>(a.word.size())), false, false};
}

}  // namespace

Product describe_sum(Logic& logic, const Lanes& operands, const std::vector<bool>& blocks, int chain_length,
                     bool is_signed, int out_width) {
  const auto in_width = static_cast<int>(operands.front().size());
  const auto widened = [&](const Partial& value, int width) {
    return Partial{resized(value.word, width, is_signed), value.in_block, value.adder_left};
  };
  Partial total;
  int total_width = 0;
  for (std::size_t from = 0; from < operands.size(); from += static_cast<std::size_t>(chain_length)) {
    const std::size_t to = std::min(operands.size(), from + static_cast<std::size_t>(chain_length));
    const auto operand = [&](std::size_t i) { return Partial{operands[i], blocks[i], blocks[i]}; };
    Partial chain = operand(from);
    for (std::size_t i = from + 1; i < to; ++i) {
      if (is_zero(operands[i])) continue;
      if (is_zero(chain.word)) {
        chain = operand(i);
        continue;
      }
      const int width = std::min(in_width + static_cast<int>(i - from), out_width);
      chain = added(logic, widened(chain, width), widened(operand(i), width));
    }
    if (from == 0) {
      total = chain;
      total_width = std::min(in_width + std::min(chain_length, static_cast<int>(operands.size())) - 1, out_width);
      continue;
    }
    total_width = std::min(total_width + 1, out_width);
    total = added(logic, widened(total, total_width), widened(chain, total_width));
  }
  return {resized(total.word, out_width, is_signed), total.in_block};
}

Word describe_soft_product(Logic& logic, const Word& data, const Word& weight, bool data_signed, int width) {
  int levels = 0;
  while ((1 << levels) < static_cast<int>(weight.size())) ++levels;
  return resized(soft_node(logic, data, weight, data_signed, 0, levels), width, true);
}

}  // namespace rtl4ml
