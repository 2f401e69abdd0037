#include "gen/cost/logic.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

constexpr Fabric kCountedFabric{};

double all_tables(const Tally& tally) {
  return tally[LutPart::kFunction] + tally[LutPart::kWideFunction] + tally[LutPart::kAdder];
}

}  // namespace

TEST_CASE("what nobody reads, and what is constant, is not counted", "[cost]") {
  Logic logic(kCountedFabric);
  const Bit enable = logic.input();
  const Word data = logic.input(4);
  const Word unread = logic.registered(logic.add(data, logic.input(4), 4), enable);
  const Word kept = logic.registered({data[0], kOne, kZero, data[1]}, enable);
  CHECK(kept[1] == kOne);
  logic.output(kept);
  const Tally tally = logic.count(1).front();
  CHECK(tally.ff == 2);
  CHECK(all_tables(tally) == 0);
  CHECK(unread.size() == 4);
}

TEST_CASE("functions are counted by their inputs", "[cost]") {
  Logic logic(kCountedFabric);
  const Word bits = logic.input(4);
  logic.output({logic.parity(bits[0], bits[1]), logic.all_of(bits)});
  const Tally tally = logic.count(1).front();
  CHECK(tally[LutPart::kFunction] == 1);
  CHECK(tally[LutPart::kWideFunction] == 1);
}

TEST_CASE("a bit that is wanted both ways takes a table more", "[cost]") {
  Logic logic(kCountedFabric);
  const Word bits = logic.input(3);
  const Bit both = logic.conjunction(bits[0], bits[1]);
  logic.output({both, inverse(both), inverse(logic.parity(bits[1], bits[2])), inverse(bits[2])});
  CHECK(all_tables(logic.count(1).front()) == 4);
}

TEST_CASE("an adder is as long as what changes in it", "[cost]") {
  const auto tables = [](bool is_signed, int used) {
    Logic logic(kCountedFabric);
    const Word a = resized(logic.input(4), 12, is_signed), b = resized(logic.input(6), 12, is_signed);
    const Word sum = logic.add(a, b, 12, is_signed);
    logic.output(Word(sum.begin(), sum.begin() + used));
    return logic.count(1).front()[LutPart::kAdder];
  };
  CHECK(tables(false, 12) == 7);
  CHECK(tables(true, 12) == 7);
  CHECK(tables(true, 3) == 3);  // what nobody reads above is not made
}

TEST_CASE("loops of registers are counted once, and only where somebody reads them", "[cost]") {
  for (const bool read : {false, true}) {
    Logic logic(kCountedFabric);
    const Word held = logic.loop(6);
    logic.close_loop(held, logic.add(held, logic.input(6), 6));
    if (read) logic.output(held);
    const Tally tally = logic.count(1).front();
    CHECK(tally.ff == (read ? 6 : 0));
    CHECK(tally[LutPart::kAdder] == (read ? 6 : 0));
  }
}

TEST_CASE("registers in a row become a table where the fabric has such", "[cost]") {
  for (const int stages : {2, 3}) {
    Fabric fabric;
    fabric.least_shift = 3;
    Logic logic(fabric);
    const Bit enable = logic.input(), other = logic.input();
    Word apart = logic.input(4), row = logic.input(4);
    for (int stage = 0; stage < stages; ++stage) {
      row = logic.registered(row, enable);
      apart = logic.registered(apart, stage == 1 ? other : enable);
    }
    logic.output(row);
    logic.output(apart);
    const Tally tally = logic.count(1).front();
    CHECK(tally.ff == (stages == 2 ? 16 : 12));
    CHECK(all_tables(tally) == (stages == 2 ? 0 : 4));
  }
}

TEST_CASE("the tables of an adder hold what its operands are made of, where the fabric can", "[cost]") {
  for (const bool is_signed : {false, true}) {
    const auto tables = [&](bool takes, int data_bits, int chosen_bits, bool extended_as_signed) {
      Fabric fabric;
      fabric.carry_takes_logic = takes;
      Logic logic(fabric);
      const Word data = resized(logic.input(data_bits), 4, extended_as_signed);
      const Word chosen = logic.multiplexer(logic.input(), logic.input(chosen_bits), logic.input(chosen_bits));
      logic.output(logic.add(resized(chosen, 4, extended_as_signed), data, 4, is_signed));
      return all_tables(logic.count(1).front());
    };
    CHECK(tables(false, 3, 4, is_signed) == 8);
    CHECK(tables(true, 3, 4, is_signed) == 4);
    // The narrower operand goes into the carry chain as well; above it nothing is left to be made.
    CHECK(tables(true, 4, 3, is_signed) == (is_signed ? 4 : 3) + 3);
    CHECK(tables(true, 4, 4, is_signed) == 4 + 2);             // either may
    if (!is_signed) CHECK(tables(true, 3, 4, true) == 4 + 2);  // copies of a sign are bits like others
  }
  // A one beside a bit inverts it, in one table for all adders.
  Fabric fabric;
  fabric.carry_takes_logic = true;
  Logic logic(fabric);
  const Word data = logic.input(4);
  logic.output(logic.add(data, constant_word(7, 4), 4));
  logic.output(logic.add(data, constant_word(5, 4), 4));
  CHECK(all_tables(logic.count(1).front()) == 3);
}

TEST_CASE("the table of an adder holds the function that alone reads its sum, where the fabric can", "[cost]") {
  for (const bool takes : {false, true}) {
    Fabric fabric;
    fabric.carry_takes_reader = takes;
    Logic logic(fabric);
    const Word sum = logic.add(logic.input(4), logic.input(4), 4);
    const Bit gate = logic.input(), other = logic.input();
    logic.output({logic.conjunction(sum[1], gate), logic.all_of({sum[2], gate, other})});  // the second has no room
    CHECK(all_tables(logic.count(1).front()) == (takes ? 4 : 5));
  }
}

TEST_CASE("tables of a wide function that are constant are counted where the fabric keeps them", "[cost]") {
  for (const bool go : {false, true}) {
    Fabric fabric;
    fabric.functions = {.most_inputs = 6, .price = {0, 9, 9, 9, 9, 1, 1}};
    fabric.constant_tables_go = go;
    Logic logic(fabric);
    logic.output({logic.all_of(logic.input(6))});
    CHECK(all_tables(logic.count(1).front()) == (go ? 1 : 4));
  }
}

}  // namespace rtl4ml
