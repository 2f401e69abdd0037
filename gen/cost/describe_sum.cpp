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

Product describe_sum(Logic& logic, const Lanes& operands, const std::vector<bool>& blocks, int chain_length,
                     bool is_signed, int out_width, bool zeros_are_seen) {
  const auto in_width = static_cast<int>(operands.front().size());
  Word total;
  bool in_block = blocks.front();
  int total_width = 0;
  // `takes`: the operand comes straight from a block, which adds it to a sum of the same width.
  const auto added = [&](const Word& so_far, const Word& operand, bool takes) {
    in_block = takes && !is_constant(operand.front());
    return in_block ? logic.block_sum(so_far, operand) : logic.add(so_far, operand, static_cast<int>(operand.size()));
  };
  for (std::size_t from = 0; from < operands.size(); from += static_cast<std::size_t>(chain_length)) {
    const std::size_t to = std::min(operands.size(), from + static_cast<std::size_t>(chain_length));
    Word chain = operands[from];
    for (std::size_t i = from + 1; i < to; ++i) {
      if (zeros_are_seen && is_zero(operands[i])) continue;
      if (zeros_are_seen && is_zero(chain)) {
        chain = operands[i];
        in_block = blocks[i];
        continue;
      }
      const int width = std::min(in_width + static_cast<int>(i - from), out_width);
      const Word so_far = resized(chain, width, is_signed), operand = resized(operands[i], width, is_signed);
      chain = added(so_far, operand, blocks[i]);
    }
    if (from == 0) {
      total = chain;
      total_width = std::min(in_width + std::min(chain_length, static_cast<int>(operands.size())) - 1, out_width);
      continue;
    }
    total_width = std::min(total_width + 1, out_width);
    const Word so_far = resized(total, total_width, is_signed), operand = resized(chain, total_width, is_signed);
    total = added(so_far, operand, to - from == 1 && blocks[from]);  // a product by itself
  }
  return {resized(total, out_width, is_signed), in_block};
}

Word describe_soft_product(Logic& logic, const Word& data, const Word& weight, bool data_signed, int width) {
  int levels = 0;
  while ((1 << levels) < static_cast<int>(weight.size())) ++levels;
  return resized(soft_node(logic, data, weight, data_signed, 0, levels), width, true);
}

}  // namespace rtl4ml
