#include "gen/cost/memories.hpp"

#include "gen/cost/family.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Column column(int address_bits, const std::function<bool(unsigned)>& value) {
  Column result;
  for (unsigned address = 0; address < 1U << static_cast<unsigned>(address_bits); ++address)
    result.push_back(value(address));
  return result;
}

}  // namespace

TEST_CASE("a column that is constant or a bit of the address takes nothing", "[cost]") {
  const Fabric fabric;
  Logic logic(fabric);
  const Word address = logic.input(6);
  CHECK(rom_column(logic, address, column(6, [](unsigned) { return true; })) == kOne);
  CHECK(rom_column(logic, address, column(6, [](unsigned a) { return (a & 4U) != 0; })) == address[2]);
}

TEST_CASE("the same column is made once, another one beside it", "[cost]") {
  const Fabric fabric;
  Logic logic(fabric);
  const Word address = logic.input(7);
  const auto odd = [](unsigned a) { return a % 7 == 3; };
  const Bit first = rom_column(logic, address, column(7, odd));
  CHECK(rom_column(logic, address, column(7, odd)) == first);
  CHECK(rom_column(logic, address, column(7, [](unsigned a) { return a % 5 == 3; })) != first);
}

TEST_CASE("tables of a column: one for the fabric's inputs, multiplexers beyond", "[cost]") {
  const auto mixed = [](unsigned a) { return (a * 2654435761U >> 13U) % 2 == 1; };
  const auto tables = [&](const Fabric& fabric, int address_bits) {
    Logic logic(fabric);
    logic.output({rom_column(logic, logic.input(address_bits), column(address_bits, mixed))});
    const Tally tally = logic.count(1).front();
    return tally[LutPart::kFunction] + tally[LutPart::kWideFunction];
  };
  const Fabric four, six = family_of(*find_target("xc7a35t", ""))->fabric;
  CHECK(tables(four, 4) == 1.0);
  CHECK(tables(four, 5) == 3.0);  // two halves and a multiplexer
  CHECK(tables(six, 6) == 1.0);
  CHECK(tables(six, 7) == 2.0);  // behind a multiplexer that takes no table
  CHECK(tables(six, 8) == 4.0);
}

TEST_CASE("a ROM behind which the register of its address moves has one of its own", "[cost]") {
  Logic logic{Fabric{}};
  const auto odd = [](unsigned a) { return a % 7 == 3; };
  logic.output({registered_column(logic, logic.input(4), logic.input(), column(4, odd))});
  const Tally tally = logic.count(1).front();
  CHECK(tally.ff == 1);
  CHECK(tally[LutPart::kWideFunction] == 1);
}

TEST_CASE("the blocks of a target", "[cost]") {
  const BlockRule ice40 = block_rule(*find_target("ice40-hx8k", ""));
  CHECK(block_capacity(ice40) == 4096);
  CHECK(ice40.rom_bit == 1.0 / 16.0);
  CHECK(ice40.blocks_a_cell == 1.0);
  const BlockRule xc7 = block_rule(*find_target("xc7a35t", ""));  // halves of RAMB36E1
  CHECK(block_capacity(xc7) == 18432);
  CHECK(xc7.shapes.front() == std::pair(36, 512));
  CHECK(xc7.shapes.back() == std::pair(1, 16384));
  CHECK(xc7.rom_bit == 1.0 / 64.0);
  CHECK(xc7.blocks_a_cell == 0.5);
  CHECK(rom_blocks(block_rule(Target{}), 1024, 64) == 0.0);
}

TEST_CASE("words stand above each other only where that takes fewer blocks", "[cost]") {
  const BlockRule rule{64.0, {{16, 256}, {8, 512}}, 1.0 / 16.0, 1.0};
  CHECK(blocks_above(rule, 512, 16) == 1);  // two blocks beside each other
  CHECK(blocks_above(rule, 768, 16) == 3);
  CHECK(blocks_of(rule, 768, 16) == 3.0);
}

TEST_CASE("words of a ROM lie side by side in a block", "[cost]") {
  const BlockRule rule = block_rule(*find_target("xc7a35t", ""));
  CHECK(blocks_of(rule, 2576, 6) == 1.0);  // three words of 6 bits in one of 18
  CHECK(blocks_above(rule, 2576, 6) == 3);
  CHECK(blocks_of(rule, 2576, 6, true) == 2.0);  // not where they are written
}

TEST_CASE("block RAM is chosen where it is cheaper than tables", "[cost]") {
  const BlockRule rule{64.0, {{16, 256}, {8, 512}}, 1.0 / 16.0, 1.0};
  CHECK(rom_blocks(rule, 128, 8) == 0.0);  // 1,024 bits, a sixteenth of which is what a block costs
  CHECK(rom_blocks(rule, 129, 8) == 1.0);  // addresses are doubled
  CHECK(rom_blocks(rule, 512, 16) == 2.0);
  CHECK(blocks_of(rule, 300, 17) == 3.0);
}

}  // namespace rtl4ml
