#include "gen/cost/describe_sum.hpp"

#include "gen/config/targets.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

double sum_tables(Logic& logic, const Word& result) {
  logic.output(result);
  const Tally tally = logic.count(1).front();
  return tally[LutPart::kFunction] + tally[LutPart::kWideFunction] + tally[LutPart::kAdder];
}

Family ice40() { return *family_of(*find_target("ice40-hx8k", "")); }

Lanes operands(Logic& logic, int count, int width) {
  Lanes result;
  for (int i = 0; i < count; ++i) result.push_back(logic.input(width));
  return result;
}

/// Tables of a sum of 8-bit operands in a chain.
double chain(int count, const std::vector<bool>& blocks, int chain_length) {
  Logic logic(ice40().fabric);
  return sum_tables(logic, describe_sum(logic, operands(logic, count, 8), blocks, chain_length, true, 16).word);
}

}  // namespace

TEST_CASE("one plane is counted as bits are", "[cost]") {
  const Family family = ice40();
  Logic planes(family.fabric), bits(family.fabric);
  const double counted = sum_tables(planes, describe_plane_sum(planes, family, operands(planes, 12, 1), false, 4));
  CHECK(counted == sum_tables(bits, describe_popcount(bits, family, bits.input(12))));
  Logic more(family.fabric);
  CHECK(sum_tables(more, describe_plane_sum(more, family, operands(more, 12, 2), true, 6)) > 2 * counted);
}

TEST_CASE("a sum has an adder an operand beside the first, as long as its result", "[cost]") {
  CHECK(chain(1, {false}, 4) == 0);
  CHECK(chain(2, {false, false}, 4) >= 9);
  CHECK(chain(3, {false, false, false}, 4) > chain(2, {false, false}, 4));
}

TEST_CASE("blocks that add make the sums of a chain, and not those between chains", "[cost]") {
  CHECK(chain(4, {true, true, true, true}, 4) == 0);
  CHECK(chain(4, {true, true, true, true}, 2) >= 9);
  Logic logic(ice40().fabric);
  CHECK(describe_sum(logic, operands(logic, 4, 8), {true, true, true, true}, 4, true, 16).in_block);
  CHECK_FALSE(describe_sum(logic, operands(logic, 4, 8), {true, true, true, true}, 2, true, 16).in_block);
}

TEST_CASE("a block takes one sum, whichever operand is its product", "[cost]") {
  Logic logic(ice40().fabric);
  CHECK(describe_sum(logic, operands(logic, 2, 8), {true, false}, 4, true, 16).in_block);
  CHECK(describe_sum(logic, operands(logic, 2, 8), {false, true}, 4, true, 16).in_block);
  CHECK_FALSE(describe_sum(logic, operands(logic, 3, 8), {true, false, false}, 4, true, 16).in_block);
  CHECK(chain(3, {true, false, false}, 4) < chain(3, {false, false, false}, 4));
}

TEST_CASE("products of weights that are zero take no part in a sum", "[cost]") {
  Logic logic(ice40().fabric);
  const Word zero = constant_word(0, 8), word = logic.input(8);
  const Product first = describe_sum(logic, {word, zero, zero}, {true, false, false}, 4, true, 10);
  CHECK(first.word == resized(word, 10, true));
  CHECK(first.in_block);
  CHECK(describe_sum(logic, {zero, word, zero}, {false, true, false}, 4, true, 10).in_block);
}

TEST_CASE("a multiplier of look-up tables has a gate a partial product, none of a weight's zeros", "[cost]") {
  const auto product = [](const Word& weight) {
    Logic logic(ice40().fabric);
    Word bits = weight;
    for (Bit& bit : bits) bit = bit == 2 ? logic.input() : bit;
    return sum_tables(logic,
                      describe_soft_product(logic, logic.input(8), bits, true, 8 + static_cast<int>(bits.size())));
  };
  CHECK(product({2, 2, 2, 2, 2, 2, 2, 2}) >= 64);
  CHECK(product({2, 2, 2, 2, kZero, kZero, kZero, kZero}) < product({2, 2, 2, 2, 2, 2, 2, 2}));
  CHECK(product({kZero, kZero, kZero, kZero}) == 0);
}

}  // namespace rtl4ml
