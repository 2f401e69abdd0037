#include "gen/cost/family.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Family family(const std::string& target) {
  Result<Family> found = family_of(*find_target(target, ""));
  REQUIRE(found);
  return std::move(*found);
}

}  // namespace

TEST_CASE("every family that is known belongs to a part, and another one is told with those that are", "[cost]") {
  CHECK(family("ice40-hx8k").name == "ice40");
  CHECK(family("xc7a35t").multiplier.blocks);
  CHECK(family("xcvu9p").name == "xcup");
  CHECK_FALSE(family("ice40-hx8k").multiplier.blocks);
  CHECK(family("ice40-up5k").multiplier.blocks);
  const Result<Family> other = family_of(*find_target("gw2ar-18", ""));
  REQUIRE_FALSE(other);
  CHECK(other.error().front().code == "cost.family");
  CHECK(other.error().front().fix.find("ice40") != std::string::npos);
}

TEST_CASE("a vector's memory lies in tables, in blocks or in registers", "[cost]") {
  const Memory tables = ring_memory(family("xc7a35t"), 32, 12);
  CHECK(tables.cost[LutPart::kMemory] == 8);  // two RAM32M
  CHECK(tables.cost.bram == 0);
  const Memory blocks = ring_memory(family("ice40-hx8k"), 32, 16);
  CHECK(blocks.cost.bram == 1);
  CHECK(blocks.takes_address);
  const Memory registers = ring_memory(family("ice40-hx8k"), 4, 8);
  CHECK(registers.of_registers);
  CHECK(registers.cost_a_bit.ff == 4);
  CHECK(ring_memory(family("xc7a35t"), 4, 3).of_registers);  // few bits
  CHECK_FALSE(ring_memory(family("xc7a35t"), 4, 4).of_registers);
  CHECK(ring_memory(family("ecp5-85k"), 16, 9).cost[LutPart::kMemory] == 18);  // three DPR16X4
}

}  // namespace rtl4ml
