#include <algorithm>

#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Family family_named(const std::string& target) { return *family_of(*find_target(target, "")); }

double converted(const FixedType& from, const FixedType& to, Rounding rounding, Overflow overflow) {
  const Family ice40 = family_named("ice40-hx8k");
  Logic logic(ice40.fabric);
  logic.output(describe_convert(logic, logic.input(from.width), from, to, rounding, overflow));
  const Tally tally = logic.count(1).front();
  return tally[LutPart::kFunction] + tally[LutPart::kWideFunction] + tally[LutPart::kAdder];
}

Tally product(const Family& family, const Word& a, const Word& b, bool known = true) {
  Logic logic(family.fabric);
  Word left = a, right = b;
  for (Word* word : {&left, &right}) {
    for (Bit& bit : *word) bit = bit == 2 ? logic.input() : bit;
  }
  logic.output(
      describe_product(logic, family, {left, left}, {right, right, known}, static_cast<int>(a.size() + b.size()), kZero)
          .word);
  return logic.count(1).front();
}

/// Flip-flops of a product of 8-bit factors that is registered; of the factors those with a register of their own.
double flip_flops(const Family& family, bool first, bool second, const Word& constants = {}, int width = 8) {
  Logic logic(family.fabric);
  const Bit enable = logic.input();
  const auto factor = [&](bool registered) {
    const Word before = logic.input(width);
    return Factor{registered ? logic.registered(before, enable) : before, before};
  };
  const Factor a = factor(first);
  Factor b = factor(second);
  std::copy(constants.begin(), constants.end(), b.word.begin());
  std::copy(constants.begin(), constants.end(), b.before.begin());
  logic.output(describe_product(logic, family, a, b, 2 * width, enable).word);
  return logic.count(1).front().ff;
}

Word open(int width) { return Word(static_cast<std::size_t>(width), 2); }

}  // namespace

TEST_CASE("wrapping and flooring are wires, saturating and rounding are not", "[cost]") {
  const FixedType from{12, 6, true}, to{8, 4, true};
  CHECK(converted(from, to, Rounding::kFloor, Overflow::kWrap) == 0);
  CHECK(converted(from, {16, 6, true}, Rounding::kHalfEven, Overflow::kSaturate) == 0);  // nothing can overflow
  const double saturates = converted(from, to, Rounding::kFloor, Overflow::kSaturate);
  CHECK(saturates >= 7);
  CHECK(converted(from, to, Rounding::kHalfUp, Overflow::kSaturate) > saturates);
  CHECK(converted(from, to, Rounding::kHalfEven, Overflow::kSaturate) >
        converted(from, to, Rounding::kHalfUp, Overflow::kSaturate));
}

TEST_CASE("a product goes into a block where the family has one and it is large enough", "[cost]") {
  CHECK(product(family_named("xc7a35t"), open(8), open(8)).dsp == 1);
  CHECK(product(family_named("xc7a35t"), open(4), open(4)).dsp == 0);  // Yosys: 9 bits at least
  CHECK(product(family_named("ecp5-85k"), open(4), open(4)).dsp == 1);
  const Tally tables = product(family_named("ice40-hx8k"), open(8), open(8));
  CHECK(tables.dsp == 0);
  CHECK(tables[LutPart::kWideFunction] + tables[LutPart::kFunction] > 64);
  CHECK(tables[LutPart::kAdder] > 8);
}

TEST_CASE("a block takes the product's register, and those of the factors", "[cost]") {
  const Family xc7 = family_named("xc7a35t"), ecp5 = family_named("ecp5-85k");
  CHECK(flip_flops(xc7, true, true) == 0);
  CHECK(flip_flops(xc7, true, false) == 0);
  CHECK(flip_flops(ecp5, false, false) == 0);
  CHECK(flip_flops(ecp5, true, true) == 0);
  CHECK(flip_flops(ecp5, true, false) == 8);  // one of the two stays outside
  CHECK(flip_flops(ecp5, false, true) == 8);
  CHECK(flip_flops(family_named("ice40-hx8k"), true, true) == 8 + 8 + 16);  // there is no block
}

TEST_CASE("an ECP5 block takes no register of which a bit is constant", "[cost]") {
  const Family ecp5 = family_named("ecp5-85k");
  CHECK(flip_flops(ecp5, true, true, {kOne, kZero}) == 8 + 6);
  CHECK(flip_flops(ecp5, true, true, {kZero, kZero}) == 0);  // shifted out
}

TEST_CASE("several ECP5 blocks are added up ahead of the product's register", "[cost]") {
  CHECK(flip_flops(family_named("ecp5-85k"), true, true, {}, 20) == 40);
  CHECK(flip_flops(family_named("xc7a35t"), true, true, {}, 20) == 0);
}

TEST_CASE("a product of two unsigned factors is as wide as their bits without a sign", "[cost]") {
  const auto blocks = [](int width) {
    Word a = open(2), b = open(width);
    a.push_back(kZero);
    b.push_back(kZero);
    return product(family_named("xc7a35t"), a, b).dsp;
  };
  CHECK(blocks(6) == 0);  // eight bits
  CHECK(blocks(7) == 1);
}

TEST_CASE("behind a carry chain the copies of a product's sign are registers of their own", "[cost]") {
  const auto flip_flops = [](const Family& family, int width) {
    Logic logic(family.fabric);
    const Word a = logic.input(width), b = {logic.input(), kZero};  // a gate for each bit
    logic.output(describe_product(logic, family, {a, a}, {b, b}, 8, logic.input()).word);
    return logic.count(1).front().ff;
  };
  Family xc7 = family_named("xc7a35t"), ecp5 = family_named("ecp5-85k");
  xc7.multiplier.blocks = ecp5.multiplier.blocks = false;
  CHECK(flip_flops(xc7, 4) == 6);
  CHECK(flip_flops(ecp5, 4) == 6);
  CHECK(flip_flops(ecp5, 2) == 2);  // Yosys makes no chain of so few
  CHECK(flip_flops(family_named("ice40-hx8k"), 4) == 4);
}

TEST_CASE("a product with a known constant is shifts and sums", "[cost]") {
  const Family ice40 = family_named("ice40-hx8k");
  const auto tables = [&](std::int64_t factor) {
    const Tally tally = product(ice40, open(8), constant_word(factor, 8));
    return tally[LutPart::kFunction] + tally[LutPart::kWideFunction] + tally[LutPart::kAdder];
  };
  CHECK(tables(4) == 0);
  CHECK(tables(0) == 0);
  CHECK(tables(5) > 6);
  CHECK(tables(7) > tables(5));
  // What is seen to be constant only afterwards has been put into a block.
  CHECK(product(family_named("xc7a35t"), open(8), constant_word(4, 8)).dsp == 0);
  CHECK(product(family_named("xc7a35t"), open(8), constant_word(4, 8), false).dsp == 1);
}

}  // namespace rtl4ml
