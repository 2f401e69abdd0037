#include <algorithm>

#include "gen/cost/describe.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

Word slice(const Word& word, int from, int to) { return {word.begin() + from, word.begin() + to}; }

bool all_constant(const Word& word) { return std::all_of(word.begin(), word.end(), is_constant); }
int varying(const Word& word) {
  return static_cast<int>(word.size() - static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_constant)));
}

std::int64_t value_of(const Word& word) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < word.size() && i < 63; ++i) value |= std::int64_t{word[i]} << i;
  if (!word.empty() && word.back() == kOne && word.size() < 63) value -= std::int64_t{1} << word.size();
  return value;
}

/// Bits of the narrowest signed number with this value.
int signed_width(std::int64_t value) {
  int width = 1;
  while (value < -(std::int64_t{1} << (width - 1)) || value >= std::int64_t{1} << (width - 1)) ++width;
  return width;
}

/// Without the copies of the top bit; `known`: false where it comes out too late that bits which vary are the same.
int effective_width(const Word& word, bool known = true) {
  if (all_constant(word)) return signed_width(value_of(word));
  std::size_t width = word.size();
  while (width > 1 && word[width - 1] == word[width - 2] && (known || is_constant(word[width - 1]))) --width;
  return static_cast<int>(width);
}

int zeros_below(const Word& word) {
  const auto first = std::find_if(word.begin(), word.end(), [](Bit bit) { return bit != kZero; });
  return first == word.end() ? 0 : static_cast<int>(first - word.begin());
}

/// The zeros below a factor: synthesis shifts them out before it chooses a multiplier.
int zeros_below(const Factor& factor) { return factor.known ? zeros_below(factor.word) : 0; }

/// Bits that synthesis sees when it chooses a multiplier.
int factor_width(const Factor& factor) {
  if (!factor.known) return effective_width(factor.word, false);
  return effective_width(factor.word) - zeros_below(factor);
}

/// Whether both are known to have no sign: synthesis makes the multiplier an unsigned one, without their highest bits.
bool is_unsigned(const Factor& a, const Factor& b) {
  return a.known && b.known && a.word.back() == kZero && b.word.back() == kZero;
}

/// A product with a known power of two or zero is a matter of wires.
bool is_wire(const Factor& factor) {
  if (!factor.known || !all_constant(factor.word)) return false;
  const std::int64_t value = value_of(factor.word);
  return value >= 0 && (value & (value - 1)) == 0;
}

/// A product made of look-up tables. Two are one only where that is known before adders are made.
Word soft_product(Logic& logic, const Fabric& fabric, const Factor& factor_a, const Factor& factor_b, int width) {
  const Word &a = factor_a.word, &b = factor_b.word;
  if (all_constant(a) && !all_constant(b)) return soft_product(logic, fabric, factor_b, factor_a, width);
  const int bits_a = effective_width(a, factor_a.known), bits_b = effective_width(b, factor_b.known);
  if (all_constant(b)) {
    const std::int64_t value = value_of(b);
    if (all_constant(a) || value == 0) return constant_word(all_constant(a) ? value_of(a) * value : 0, width);
    if (value > 0 && (value & (value - 1)) == 0)
      return shifted_left(resized(a, width, true), signed_width(value) - 2, width);
  }
  const bool positive = is_unsigned(factor_a, factor_b);
  const int product_bits = std::min(width, bits_a + bits_b - (positive ? 2 : 0));
  // A factor of one bit that is no sign is a gate for each bit of the other one. They go through a carry chain all the
  // same: where it hides that bits are the same, copies of the sign are registered each for itself.
  for (const auto& [one, other] : {std::pair{&b, &a}, std::pair{&a, &b}}) {
    if (varying(*one) != 1 || one->back() != kZero || std::count(one->begin(), one->end(), kOne) != 0) continue;
    const auto at = std::find_if(one->begin(), one->end(), [](Bit bit) { return !is_constant(bit); });
    Word gated;
    for (const Bit bit : *other) gated.push_back(logic.conjunction(bit, *at));
    Word product = shifted_left(resized(gated, width, true), static_cast<int>(at - one->begin()), width);
    if (!fabric.carry_hides_constants || static_cast<std::size_t>(product_bits) <= fabric.gate_adder_bits)
      return product;
    for (std::size_t i = static_cast<std::size_t>(product_bits); i-- > 1;) {
      if (product[i] != product[i - 1] || is_constant(product[i])) break;
      product[i] = logic.block({}, {{product[i]}}, 1, false).front();
    }
    return resized(Word(product.begin(), product.begin() + product_bits), width, !positive);
  }
  // What can be told of the product's bits: those above the factors' bits together are its sign, the lowest ones are
  // zero.
  const int zeros_a = zeros_below(a), zeros_b = zeros_below(b);
  const int low = std::min(zeros_a + zeros_b, product_bits);
  Word product(static_cast<std::size_t>(low), kZero);
  const Word made = logic.multiply(slice(a, zeros_a, bits_a), slice(b, zeros_b, bits_b), product_bits - low);
  product.insert(product.end(), made.begin(), made.end());
  product.resize(static_cast<std::size_t>(width), product.empty() || positive ? kZero : product.back());
  return product;
}

/// Where constants come too late the product keeps all its bits.
Word made_of_tables(Logic& logic, const Fabric& fabric, const Factor& a, const Factor& b, int width) {
  if ((a.known && b.known) || all_constant(a.word) || all_constant(b.word))
    return soft_product(logic, fabric, a, b, width);
  const int made = std::min(width, static_cast<int>(a.word.size() + b.word.size()));
  return resized(logic.multiply(a.word, b.word, made), width, true);
}

Word round(Logic& logic, const Word& value, int right, Rounding rounding, bool half_added) {
  const auto width = static_cast<int>(value.size());
  const Bit sign = value.back();
  const auto shifted = [&](const Word& word) {
    return resized(slice(word, std::min(right, width - 1), width), width, true);
  };
  const auto low = [&](const Word& word) { return slice(word, 0, std::min(right, width)); };
  if (!adds_half(rounding)) {
    if (rounding == Rounding::kFloor) return shifted(value);
    const Bit any = logic.any_of(low(value));
    const Bit up = logic.conjunction(any, sign);
    return logic.add(shifted(value), resized({up}, width, false), width);
  }
  Word sum = value;
  if (!half_added) {
    Word half(static_cast<std::size_t>(width), kZero);
    if (right - 1 < width) half[static_cast<std::size_t>(right - 1)] = kOne;
    if (rounding == Rounding::kHalfAway && sign != kZero) {
      for (int i = 0; i < right - 1 && i < width; ++i) half[static_cast<std::size_t>(i)] = sign;
      if (right - 1 < width) half[static_cast<std::size_t>(right - 1)] = inverse(sign);
    }
    sum = logic.add(value, half, width, true);
  }
  Word quotient = shifted(sum);
  if (rounding == Rounding::kHalfUp || (rounding == Rounding::kHalfAway && !half_added)) return quotient;
  const Bit any = logic.any_of(low(sum));
  if (any == kOne) return quotient;  // there is no tie
  if (rounding == Rounding::kHalfEven) {
    quotient.front() = logic.conjunction(quotient.front(), any);
    return quotient;
  }
  const Bit down = logic.conjunction(inverse(any), logic.disjunction(quotient.back(), inverse(logic.any_of(quotient))));
  return logic.add(quotient, Word(static_cast<std::size_t>(width), down), width);
}

Word saturate(Logic& logic, const Word& full, const FixedType& to) {
  const int body = to.is_signed ? to.width - 1 : to.width;
  const Bit negative = full.back();
  const Word beyond = slice(full, body, static_cast<int>(full.size()) - 1);
  const Bit above = logic.conjunction(inverse(negative), logic.any_of(beyond));
  const Bit below = to.is_signed ? logic.conjunction(negative, inverse(logic.all_of(beyond))) : negative;
  Word result;
  for (int i = 0; i < body; ++i)
    result.push_back(logic.conjunction(logic.disjunction(full[static_cast<std::size_t>(i)], above), inverse(below)));
  if (to.is_signed) result.push_back(negative);
  return result;
}

}  // namespace

Word describe_convert(Logic& logic, const Word& data_in, const FixedType& from, const FixedType& to, Rounding rounding,
                      Overflow overflow, bool half_added) {
  const auto in_width = static_cast<int>(data_in.size());
  const int shift = from.frac_width - to.frac_width;
  const int right = std::clamp(shift, 0, in_width + 1);
  const int left = std::clamp(-shift, 0, to.width);
  const int value_width = in_width + 2;
  const int full_width = std::max(value_width + left, to.width + 2);
  const Word value = resized(data_in, value_width, from.is_signed);
  const Word rounded = right == 0 ? value : round(logic, value, right, rounding, half_added);
  const Word full = shifted_left(resized(rounded, full_width, true), left, full_width);
  return overflow == Overflow::kSaturate ? saturate(logic, full, to) : slice(full, 0, to.width);
}

namespace {

bool in_block(const Family& family, const Factor& a, const Factor& b, int width) {
  const MultiplierRule& rule = family.multiplier;
  const int sign = is_unsigned(a, b) ? 1 : 0;
  const int one = factor_width(a) - sign, other = factor_width(b) - sign;
  return rule.blocks && !is_wire(a) && !is_wire(b) && std::min(one, other) >= rule.least_factor &&
         std::min(width - zeros_below(a) - zeros_below(b), one + other) >= rule.least_product;
}

/// Whether a block takes the factor's register: one is there, and drives all of the factor but for zeros below and
/// copies of its top bit.
bool has_register(const Factor& factor) {
  if (factor.before == factor.word) return false;
  Word driven = slice(factor.word, zeros_below(factor), static_cast<int>(factor.word.size()));
  while (driven.size() > 1 && driven.back() == driven[driven.size() - 2]) driven.pop_back();
  if (!driven.empty() && is_constant(driven.back())) driven.pop_back();
  return !driven.empty() && std::none_of(driven.begin(), driven.end(), is_constant) &&
         std::adjacent_find(driven.begin(), driven.end()) == driven.end();
}

Product product(Logic& logic, const Family& family, const Factor& a, const Factor& b, int width, Bit enable) {
  const auto with_register = [&](const Word& product) {
    return enable == kZero ? product : logic.registered(product, enable);
  };
  if (!in_block(family, a, b, width)) return {with_register(made_of_tables(logic, family.fabric, a, b, width))};
  const int bits_a = factor_width(a), bits_b = factor_width(b);
  const bool positive = is_unsigned(a, b);
  const int product_bits = std::min(width, effective_width(a.word) + effective_width(b.word) - (positive ? 2 : 0));
  const auto blocks = [](int bits, int of_block) { return static_cast<double>(ceil_div(bits, of_block)); };
  Tally cost;
  cost.dsp = blocks(std::max(bits_a, bits_b), family.multiplier.wide) *
             blocks(std::min(bits_a, bits_b), family.multiplier.narrow);
  const bool known = a.known && b.known;
  const MultiplierRule& rule = family.multiplier;
  // Several blocks are added up ahead of the product's register; where that adder is not in a block, it is not either.
  const bool takes = rule.takes_register && enable != kZero && (rule.takes_adder || rule.opaque || cost.dsp == 1.0);
  const bool factors = rule.takes_factors && (!rule.takes_pairs || (has_register(a) && has_register(b)));
  const int zeros = std::min(zeros_below(a) + zeros_below(b), width - 1);
  const Word made = logic.block(cost, {factors ? a.before : a.word, factors ? b.before : b.word},
                                known ? product_bits - zeros : std::min(width, bits_a + bits_b), known);
  Word whole(static_cast<std::size_t>(zeros), kZero);
  whole.insert(whole.end(), made.begin(), made.end());
  const Word extended = resized(std::move(whole), width, a.word.back() != kZero || b.word.back() != kZero);
  return {takes ? extended : with_register(extended), true};
}

}  // namespace

Product describe_product(Logic& logic, const Family& family, const Factor& a, const Factor& b, int width, Bit enable) {
  const int read = family.multiplier.opaque ? width : logic.bits_read(width);
  Product result = product(logic, family, a, b, read, enable);
  logic.remember(result.word);
  result.word.resize(static_cast<std::size_t>(width), kZero);  // above: nobody reads them
  return result;
}

Word describe_popcount(Logic& logic, const Family& family, const Word& bits) {
  if (bits.size() == 1) return bits;
  // Six bits to a table of six inputs; where tables are smaller, full adders of two tables.
  const auto count = static_cast<double>(bits.size());
  Tally cost;
  constexpr int kSix = 6;
  if (family.fabric.lut_inputs >= kSix) {
    cost[LutPart::kWideFunction] = count <= kSix ? std::min(count, 3.0) : 0.75 * count;
    cost[LutPart::kAdder] = count <= kSix ? 0.0 : 0.25 * count;
  } else {
    cost[LutPart::kFunction] = 2.0 * (count - 1.0);
  }
  int width = 1;
  while ((std::int64_t{1} << width) <= std::ssize(bits)) ++width;
  return logic.block(cost, {bits}, width);
}

}  // namespace rtl4ml
