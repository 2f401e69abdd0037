#include "gen/cost/logic.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

constexpr Fabric kFourInputs{};

double functions(const Tally& tally) { return tally[LutPart::kFunction] + tally[LutPart::kWideFunction]; }

Tally product(const Word& b, int width, const Fabric& fabric = kFourInputs) {
  Logic logic(fabric);
  Word factor = b;
  for (Bit& bit : factor) bit = bit == 2 ? logic.input() : logic.late(bit);
  logic.output(logic.multiply(logic.input(6), factor, width));
  return logic.count(1).front();
}

}  // namespace

TEST_CASE("an adder that goes as it stands into another one becomes a carry-save adder", "[cost]") {
  const auto tables = [](int width, bool is_signed) {
    Logic logic(kFourInputs);
    const Word sum = logic.add(logic.input(4), logic.input(4), 4);
    logic.output(logic.add(resized(sum, width, is_signed), logic.input(width), width));
    return functions(logic.count(1).front());
  };
  CHECK(tables(4, true) == 7);   // a sum and a carry a place, but no carry out of the last
  CHECK(tables(6, false) == 8);  // the places above have one bit of the other operand
  CHECK(tables(6, true) == 0);   // it was extended in between
}

TEST_CASE("it is as it stands, too, where the places by which it was extended are not read", "[cost]") {
  const auto tables = [](std::size_t read) {
    Logic logic(kFourInputs);
    const Word sum = logic.add(logic.input(4), logic.input(4), 4);
    const Word total = logic.add(resized(sum, 6, true), logic.input(6), 6);
    logic.output({total.begin(), total.begin() + static_cast<std::ptrdiff_t>(read)});
    return functions(logic.count(1).front());
  };
  CHECK(tables(4) == 7);
  CHECK(tables(5) == 0);
}

TEST_CASE("what three operands have in a place twice goes to the next place", "[cost]") {
  Logic logic(kFourInputs);
  const Bit twice = logic.input(), once = logic.input(), apart = logic.input();
  const Word first = logic.add({twice, kZero, apart}, {once, kZero, apart}, 3);
  logic.output(logic.add(first, {twice, kZero, kZero}, 3));
  CHECK(functions(logic.count(1).front()) == 0);  // `once` in place 0, `twice` in place 1
}

TEST_CASE("a product has a gate for each bit of one factor and each of the other", "[cost]") {
  CHECK(functions(product({2, kZero, kZero}, 8)) == 6);  // nothing is added
  CHECK(functions(product({kZero, kZero, kZero}, 8)) == 0);
  CHECK(functions(product({2, 2, kZero}, 8)) > 6);
  CHECK(functions(product({2, 2, 2, 2}, 10)) > functions(product({2, 2, 2}, 9)));
}

TEST_CASE("what is late is not seen by adders, but by gates and registers", "[cost]") {
  Logic logic(kFourInputs);
  const Word data = logic.input(6);
  const Bit enable = logic.input(), zero = logic.late(kZero), one = logic.late(data[0]);
  CHECK_FALSE(is_constant(zero));
  const Word kept = logic.registered({zero, one, data[0]}, enable);
  CHECK(kept[1] != kept[2]);
  logic.output(kept);
  logic.output({logic.conjunction(data[1], zero), logic.disjunction(data[2], zero)});
  const Tally tally = logic.count(1).front();
  CHECK(tally.ff == 1);
  CHECK(functions(tally) == 0);
}

TEST_CASE("sums of late zeros stay where synthesis does not look into carry chains", "[cost]") {
  for (const bool hides : {false, true}) {
    Fabric fabric;
    fabric.carry_hides_constants = hides;
    Logic logic(fabric);
    Word zeros;
    for (int i = 0; i < 8; ++i) zeros.push_back(logic.late(kZero));
    logic.output(logic.registered(logic.add({zeros.begin(), zeros.begin() + 4}, {zeros.begin() + 4, zeros.end()}, 4),
                                  logic.input()));
    CHECK(logic.count(1).front().ff == (hides ? 4 : 0));
    CHECK(product({kZero, kZero, kZero}, 8, fabric)[LutPart::kAdder] == 0);  // products of zero go everywhere
  }
}

}  // namespace rtl4ml
