#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// What a Linear layer of 8-bit numbers is made of.
Tally linear(const std::string& target, int in, int out, int parallelism_in, int parallelism_out,
             Packing packing = Packing::kAuto) {
  HardwareConfig config = test::config();
  config.multipliers = packing;
  config.target = *find_target(target, "");
  config.parallelism.in = parallelism_in;
  config.parallelism.out = parallelism_out;
  const CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(in, out)}}});
  return describe_design(design, *family_of(config.target)).front();
}

double linear_tables(const Tally& tally) {
  return tally[LutPart::kFunction] + tally[LutPart::kWideFunction] + tally[LutPart::kAdder];
}

}  // namespace

TEST_CASE("a multiplier a lane pair where there are blocks, partial products where there are none", "[cost]") {
  CHECK(linear("xc7a35t", 16, 16, 4, 2).dsp == 8);
  const Tally of_tables = linear("ice40-hx8k", 16, 16, 4, 2);
  CHECK(of_tables.dsp == 0);
  CHECK(linear_tables(of_tables) > 8 * 8 * 8);  // a table a partial product, at least
}

TEST_CASE("a pair of lanes takes one block a product, and adders that give back what was borrowed", "[cost]") {
  const Tally separate = linear("xc7a35t", 16, 16, 4, 3);
  const Tally packed = linear("xc7a35t", 16, 16, 4, 3, Packing::kPacked);
  CHECK(separate.dsp == 12);
  CHECK(packed.dsp == 8);
  CHECK(linear_tables(packed) >= linear_tables(separate) + 4 * 16);
}

TEST_CASE("a vector that is shown again lies in a memory, or in the registers of its one beat", "[cost]") {
  CHECK(linear("xc7a35t", 8, 8, 4, 8)[LutPart::kMemory] == 0);
  CHECK(linear("xc7a35t", 8, 8, 8, 4)[LutPart::kMemory] == 0);
  CHECK(linear("xc7a35t", 8, 8, 4, 4)[LutPart::kMemory] == 24);  // 32 bits in RAM32M of 6
}

TEST_CASE("tiles are counted for biases that differ from one to the next", "[cost]") {
  const auto registers = [](const std::vector<float>& bias, const std::string& target) {
    HardwareConfig config = test::config();
    config.target = *find_target(target, "");
    config.parallelism.in = 2;
    config.parallelism.out = 2;
    LinearLayer layer{2, 4, {1, 2, 3, 4, 5, 6, 7, 8}, bias};
    return describe_design(test::compiled(config, {{{"fc1", layer}}}), *family_of(config.target)).front().ff;
  };
  const double different = registers({1, 2, 3, 4}, "xc7a35t");
  CHECK(registers({1, 2, 1, 2}, "xc7a35t") == different - 1);
  CHECK(registers({}, "xc7a35t") == different - 1);
}

TEST_CASE("a layer without a weight has an accumulator that is narrower than its bias is fine", "[cost]") {
  HardwareConfig config = test::config();
  config.target = *find_target("xc7a35t", "");
  config.parallelism.in = 2;
  config.parallelism.out = 2;
  config.precision.data_in = config.precision.weight = config.precision.data_out = test::spec(4, 0);
  config.precision.bias = test::spec(4, 20);
  config.precision.rounding = Rounding::kFloor;
  const float bias = 0x1p-20F;
  const LinearLayer layer{4, 2, std::vector<float>(8, 0.0F), {bias, 3 * bias}};
  const CompiledDesign design = test::compiled(config, {{{"fc1", layer}}});
  REQUIRE(design.graph.nodes.front().accumulator_width < 20);
  CHECK(describe_design(design, *family_of(config.target)).front().dsp == 0);
}

TEST_CASE("a DSP48E1 that adds takes the sum's register, and no operand's that lies behind a memory", "[cost]") {
  Family family = *family_of(*find_target("xc7a35t", ""));
  const auto registers = [&](int outputs, int operand_registers, int sum_fan_in) {
    HardwareConfig config = test::config();
    config.target = *find_target("xc7a35t", "");
    config.parallelism.in = 4;
    config.parallelism.out = 1;
    CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(8, outputs)}}});
    design.graph.nodes.front().operand_registers = operand_registers;
    design.graph.nodes.front().sum_fan_in = sum_fan_in;
    return describe_design(design, family).front().ff;
  };
  CHECK(registers(2, 0, 2) == registers(2, 0, 4) + 2);  // the valid bits of a stage more, whose sums are in blocks
  const double once = registers(1, 1, 4), again = registers(2, 1, 4);
  family.multiplier.leaves_memories = false;
  CHECK(registers(1, 1, 4) == once);           // such a vector is not kept
  CHECK(registers(2, 1, 4) == again - 4 * 8);  // this one lies in the memory of the ring
}

}  // namespace rtl4ml
