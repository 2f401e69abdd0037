#include "gen/cost/logic.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

constexpr Fabric kFourInputs{};

double all_tables(const Tally& tally) {
  return tally[LutPart::kFunction] + tally[LutPart::kWideFunction] + tally[LutPart::kAdder];
}

}  // namespace

TEST_CASE("what nobody reads, and what is constant, is not counted", "[cost]") {
  Logic logic(kFourInputs);
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

TEST_CASE("registers and adders of the same inputs are one", "[cost]") {
  Logic logic(kFourInputs);
  const Bit enable = logic.input(), other = logic.input();
  const Word a = logic.input(5), b = logic.input(5);
  CHECK(logic.registered(a, enable) == logic.registered(a, enable));
  CHECK(logic.registered(a, enable) != logic.registered(a, other));
  CHECK(logic.add(a, b, 5) == logic.add(a, b, 5));
  CHECK(logic.function({a[0], a[1]}, 7) == logic.function({a[1], a[0]}, 7));
  CHECK(logic.function({a[0], a[1]}, 7) != logic.function({a[0], a[1]}, 8));
}

TEST_CASE("functions are covered with tables of the fabric's inputs", "[cost]") {
  for (const auto& [inputs, tables] : {std::pair{4, 1.0}, std::pair{5, 2.0}, std::pair{16, 5.0}}) {
    Logic logic(kFourInputs);
    logic.output({logic.reduce(logic.input(inputs), kZero)});
    INFO(inputs << " inputs");
    CHECK(all_tables(logic.count(1).front()) == tables);
  }
  // A gate and the gate that reads it fit into one table.
  Logic logic(kFourInputs);
  const Word bits = logic.input(4);
  logic.output({logic.multiplexer(bits[0], logic.function({bits[1], bits[2]}), bits[3])});
  CHECK(all_tables(logic.count(1).front()) == 1.0);
}

TEST_CASE("constants decide gates, multiplexers and sums", "[cost]") {
  Logic logic(kFourInputs);
  const Bit bit = logic.input();
  CHECK(logic.reduce({bit, kOne}, kZero) == kOne);
  CHECK(logic.reduce({bit, kZero}, kZero) == bit);
  CHECK(logic.reduce({}, kOne) == kOne);
  CHECK(logic.multiplexer(kOne, bit, kZero) == bit);
  CHECK(logic.multiplexer(bit, kOne, kOne) == kOne);
  CHECK(logic.add(constant_word(5, 4), constant_word(3, 4), 4) == constant_word(8, 4));
  CHECK(logic.add({bit, kZero}, {kZero, kZero}, 2) == Word{bit, kZero});
}

TEST_CASE("an adder is as long as what changes in it", "[cost]") {
  const auto tables = [](bool is_signed, int used) {
    Logic logic(kFourInputs);
    const Word a = resized(logic.input(4), 12, is_signed), b = resized(logic.input(6), 12, is_signed);
    const Word sum = logic.add(a, b, 12, is_signed);
    logic.output(Word(sum.begin(), sum.begin() + used));
    return logic.count(1).front()[LutPart::kAdder];
  };
  CHECK(tables(false, 12) == 7);
  CHECK(tables(true, 12) == 7);
  CHECK(tables(true, 3) == 3);  // what nobody reads above is not made
}

TEST_CASE("an adder that goes as it stands into another one becomes a carry-save adder", "[cost]") {
  const auto functions = [](int width, bool is_signed) {
    Logic logic(kFourInputs);
    const Word sum = logic.add(logic.input(4), logic.input(4), 4);
    logic.output(logic.add(resized(sum, width, is_signed), logic.input(width), width));
    return logic.count(1).front()[LutPart::kFunction];
  };
  CHECK(functions(4, true) == 7);   // a sum and a carry a place, but no carry out of the last
  CHECK(functions(6, false) == 8);  // the places above have one bit of the other operand
  CHECK(functions(6, true) == 0);   // it was extended in between
}

TEST_CASE("what three operands have in a place twice goes to the next place", "[cost]") {
  Logic logic(kFourInputs);
  const Bit twice = logic.input(), once = logic.input();
  logic.output(logic.add(logic.add({twice, kZero}, {once, kZero}, 2), {twice, kZero}, 2));
  CHECK(logic.count(1).front()[LutPart::kFunction] == 0);  // `once` in place 0, `twice` in place 1
}

TEST_CASE("loops of registers are counted once, and only where somebody reads them", "[cost]") {
  for (const bool read : {false, true}) {
    Logic logic(kFourInputs);
    const Word held = logic.loop(6);
    logic.close_loop(held, logic.add(held, logic.input(6), 6));
    if (read) logic.output(held);
    const Tally tally = logic.count(1).front();
    CHECK(tally.ff == (read ? 6 : 0));
    CHECK(tally[LutPart::kAdder] == (read ? 6 : 0));
  }
}

TEST_CASE("every layer has what was described in it", "[cost]") {
  Logic logic(kFourInputs);
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

TEST_CASE("what would make a design slower takes larger functions", "[cost]") {
  for (const int deepest : {1, 2}) {
    Fabric fabric;
    fabric.fast_inputs = 7;
    Logic logic(fabric);
    logic.deepen(deepest);
    logic.output({logic.reduce(logic.input(7), kZero)});
    CHECK(all_tables(logic.count(1).front()) == (deepest == 1 ? 8 : 2));
  }
}

TEST_CASE("a one beside a bit inverts it, in one table for all adders", "[cost]") {
  Fabric fabric;
  fabric.carry_takes_logic = true;
  Logic logic(fabric);
  const Word data = logic.input(4);
  logic.output(logic.add(data, constant_word(7, 4), 4));
  logic.output(logic.add(data, constant_word(5, 4), 4));
  CHECK(all_tables(logic.count(1).front()) == 3);
}

TEST_CASE("a draft tells how many bits of a word are read", "[cost]") {
  const auto describe = [](Logic& logic) {
    const int read = logic.bits_read(8);
    const Word product = logic.input(8);
    logic.remember(product);
    logic.output(logic.registered({product[0], product[4]}, logic.input()));
    return read;
  };
  Logic draft(kFourInputs);
  CHECK(describe(draft) == 8);
  Logic logic(kFourInputs, draft.read_of_remembered());
  CHECK(describe(logic) == 5);
}

}  // namespace rtl4ml
