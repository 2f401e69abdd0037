#include "gen/cost/logic.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

constexpr Fabric kLogicFabric{};

}  // namespace

TEST_CASE("registers and adders of the same inputs are one", "[cost]") {
  Logic logic(kLogicFabric);
  const Bit enable = logic.input(), other = logic.input();
  const Word a = logic.input(5), b = logic.input(5);
  CHECK(logic.registered(a, enable) == logic.registered(a, enable));
  CHECK(logic.registered(a, enable) != logic.registered(a, other));
  CHECK(logic.add(a, b, 5) == logic.add(a, b, 5));
}

TEST_CASE("constants decide sums", "[cost]") {
  Logic logic(kLogicFabric);
  const Bit bit = logic.input();
  CHECK(logic.add(constant_word(5, 4), constant_word(3, 4), 4) == constant_word(8, 4));
  CHECK(logic.add({bit, kZero}, {kZero, kZero}, 2) == Word{bit, kZero});
}

TEST_CASE("an adder reads what is carried into it", "[cost]") {
  Logic logic(kLogicFabric);
  const Bit carry = logic.registered({logic.input()}, logic.input()).front();
  Word odd = logic.input(4);
  odd.front() = kZero;
  const Word sum = logic.add(logic.input(4), odd, 4, false, carry);
  logic.output({sum.begin() + 1, sum.end()});
  CHECK(logic.count(1).front().ff == 1);
}

TEST_CASE("every layer has what was described in it", "[cost]") {
  Logic logic(kLogicFabric);
  const Bit enable = logic.input();
  const Word first = logic.registered(logic.input(3), enable);
  logic.enter(1);
  Tally cost;
  cost.dsp = 2;
  logic.output(logic.block(cost, {first}, 4));
  const std::vector<Tally> layers = logic.count(3);
  CHECK(layers[0].ff == 3);
  CHECK(layers[1].dsp == 2);
  CHECK(layers[2].ff == 0);
}

TEST_CASE("a draft tells how many bits of a word are read", "[cost]") {
  const auto describe = [](Logic& logic) {
    const int read = logic.bits_read(8);
    const Word product = logic.input(8);
    logic.remember(product);
    logic.output(logic.registered({product[0], product[4]}, logic.input()));
    return read;
  };
  Logic draft(kLogicFabric);
  CHECK(describe(draft) == 8);
  Logic logic(kLogicFabric, draft.read_of_remembered());
  CHECK(describe(logic) == 5);
}

TEST_CASE("who reads the low bits of a sum in a block reads low bits of its operands", "[cost]") {
  for (const bool adds : {true, false}) {
    Logic logic(kLogicFabric);
    const Word a = logic.input(8), b = logic.registered(logic.input(8), kOne);
    logic.remember(a);
    const Word made = adds ? logic.block_sum(a, b) : logic.block({}, {a, b}, 8);
    logic.output({made[2]});
    CHECK(logic.read_of_remembered() == std::vector<int>{adds ? 3 : 8});
    CHECK(logic.count(1).front().ff == (adds ? 3 : 8));
  }
}

TEST_CASE("a comparison is an adder, or gates where it fits into a table", "[cost]") {
  for (const int width : {4, 8}) {
    Fabric fabric;
    fabric.carry_needs_table = false;
    Logic logic(fabric);
    logic.output({logic.is_less(logic.input(width), constant_word(3, width))});
    const Tally tally = logic.count(1).front();
    CHECK(tally[LutPart::kAdder] == (width == 4 ? 0 : 1));
    CHECK(tally[LutPart::kFunction] + tally[LutPart::kWideFunction] == 1);
  }
  Fabric joins;
  joins.joins_comparisons = true;
  Logic joined(joins);
  joined.output({joined.is_less(joined.input(8), constant_word(3, 8))});
  CHECK(joined.count(1).front()[LutPart::kAdder] == 0);
  // Of known bits it is known.
  Logic logic(kLogicFabric);
  for (int a = -4; a < 4; ++a) {
    for (int b = -4; b < 4; ++b)
      CHECK(logic.is_less(constant_word(a, 3), constant_word(b, 3)) == (a < b ? kOne : kZero));
  }
}

TEST_CASE("a register of the control reads what it takes, what enables it and what clears it", "[cost]") {
  for (const bool needs : {false, true}) {
    Fabric fabric;
    fabric.reset_needs_enable = needs;
    Logic logic(fabric);
    logic.control(logic.parity(logic.input(), logic.input()), logic.conjunction(logic.input(), logic.input()), true);
    logic.control(logic.input(), logic.input(), true);
    logic.control(logic.input(), kOne, true);
    CHECK(logic.count(1).front()[LutPart::kFunction] == (needs ? 3 : 2));  // an enable bit is joined by the reset
  }
}

}  // namespace rtl4ml
