#include "gen/passes/choose_registers.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// A part with blocks for every product, on which a path is easily added up.
HardwareConfig with_delays(double clock_mhz, int parallelism_in, TargetDelays delays = {1.0, 1.0, 2.0, 3.0, 1.0}) {
  HardwareConfig config = test::config();
  config.parallelism.in = parallelism_in;
  config.parallelism.out = 4;
  config.clock_mhz = clock_mhz;
  config.target.name = "some part";
  config.target.delays = delays;
  return config;
}

Node first_node(const HardwareConfig& config, int in_features, int out_features) {
  const Network network = {{{"fc1", test::linear(in_features, out_features)}}};
  return test::compiled(config, network).graph.nodes[0];
}

int fan_in(double clock_mhz, int parallelism_in) {
  return first_node(with_delays(clock_mhz, parallelism_in), 2 * parallelism_in, 4).sum_fan_in;
}

int operand_registers(double clock_mhz, int in_features, int out_features, TargetDelays delays) {
  return first_node(with_delays(clock_mhz, 4, delays), in_features, out_features).operand_registers;
}

}  // namespace

TEST_CASE("as many operands are added between two registers as the clock lets, in chains of four", "[passes]") {
  // 1 ns to the first adder, 3 for a chain, 1 that adds the second chain, 1 for the accumulator.
  CHECK(fan_in(1e3 / 6.01, 8) == 8);
  CHECK(fan_in(1e3 / 5.99, 8) == 7);  // two are left for the stage with the accumulator
  CHECK(fan_in(1e3 / 5.01, 8) == 7);
  CHECK(fan_in(1e3 / 4.99, 8) == 4);  // seven, six and five are two chains
  CHECK(fan_in(1e3 / 4.01, 8) == 4);
  CHECK(fan_in(1e3 / 3.99, 8) == 2);  // of threes three are left
  CHECK(fan_in(1e3 / 1.0, 8) == 2);   // too fast for any: the shortest
  CHECK(fan_in(1e3 / 3.01, 2) == 8);  // two operands need no more
}

TEST_CASE("what is left for the accumulator's stage counts, not how many operands there were", "[passes]") {
  CHECK(fan_in(1e3 / 5.5, 64) == 7);  // eights leave eight
  CHECK(fan_in(1e3 / 5.5, 65) == 8);  // nine, and of those two
}

TEST_CASE("with one beat a vector nothing is accumulated", "[passes]") {
  CHECK(first_node(with_delays(1e3 / 5.01, 8), 8, 4).sum_fan_in == 8);
  CHECK(first_node(with_delays(1e3 / 4.99, 8), 8, 4).sum_fan_in == 4);
}

TEST_CASE("biases get a register where they are a ROM, or a cycle is too short for what is ahead of the sum",
          "[passes]") {
  const auto registered = [](double clock_mhz, int tiles, Weights weights = Weights::kConstant) {
    HardwareConfig config = with_delays(clock_mhz, 4);
    config.parallelism.out = 1;
    config.weights.weights = weights;
    return first_node(config, 4, tiles).bias_register;
  };
  // 1 ns to the choice of the bias, and an adder each for that, for half a unit and for the sum.
  CHECK_FALSE(registered(1e3 / 4.01, 8));
  CHECK(registered(1e3 / 3.99, 8));
  CHECK(registered(1e3 / 3.99, 2));
  CHECK_FALSE(registered(1e3 / 3.99, 1));  // a constant
  CHECK(registered(1.0, 9));
  CHECK_FALSE(registered(1e3 / 3.99, 9, Weights::kReloadable));
}

TEST_CASE("without DSP blocks chains are of two, and the slices of a weight take an adder more", "[passes]") {
  HardwareConfig config = with_delays(1e3 / 7.01, 8);
  config.target.has_resources = true;  // of no blocks
  CHECK(first_node(config, 16, 4).weight_slices == 2);
  CHECK(first_node(config, 16, 4).sum_fan_in == 8);  // 1 + 1 + 3 + 1 + 1
  config.clock_mhz = 1e3 / 6.5;
  CHECK(first_node(config, 16, 4).sum_fan_in == 7);
}

TEST_CASE("operands get a register where the clock is missed without and the path is shorter with it", "[passes]") {
  const TargetDelays delays = {1.0, 1.0, 2.0, 3.0, 1.0};
  CHECK(operand_registers(1e3 / 5.01, 16, 16, delays) == 0);  // 3 for the memory and 2 for the multiplier
  CHECK(operand_registers(1e3 / 4.9, 16, 16, delays) == 1);
  CHECK(operand_registers(1e3 / 4.9, 4, 8, delays) == 0);  // two words of weights are no memory
  CHECK(operand_registers(1e3 / 1.0, 4, 8, delays) == 0);  // the clock is missed with a register as well
  TargetDelays slow_buffer = delays;
  slow_buffer.buffer = 3.0;
  CHECK(operand_registers(1e3 / 4.9, 16, 16, slow_buffer) == 0);  // the register disappears in the buffer's memory
  CHECK(operand_registers(1e3 / 4.9, 4, 64, slow_buffer) == 1);   // which vectors of one beat do not have
}

TEST_CASE("where the blocks take the registers of the factors, a multiplier is a stage of its own", "[passes]") {
  TargetDelays delays = {1.0, 1.0, 2.0, 3.0, 1.0};
  delays.block = 1.5;
  CHECK(operand_registers(1e3 / 5.01, 16, 16, delays) == 0);  // 3 for the memory and 2 for the multiplier
  CHECK(operand_registers(1e3 / 4.9, 16, 16, delays) == 1);   // 3 and 1.5
  CHECK(operand_registers(1e3 / 1.51, 4, 8, delays) == 0);    // a held beat's and the choice of two: they are there
  CHECK(operand_registers(1e3 / 2.9, 4, 4, delays) == 0);     // weights that do not change have no register
  delays.buffer = 3.0;
  CHECK(operand_registers(1e3 / 4.9, 16, 16, delays) == 1);  // the register is in the block, not in the buffer's memory
  delays.block = 0.0;
  CHECK(operand_registers(1e3 / 4.9, 16, 16, delays) == 0);
}

TEST_CASE("what a block gives may be later than what a register does, up to the first sums", "[passes]") {
  TargetDelays delays = {1.0, 1.0, 2.0, 3.0, 1.0};
  const auto chosen = [&](double clock_mhz) { return first_node(with_delays(clock_mhz, 8, delays), 16, 4).sum_fan_in; };
  CHECK(chosen(1e3 / 6.01) == 8);
  delays.product = 2.0;
  CHECK(chosen(1e3 / 7.01) == 8);  // 2 ns, 3 for a chain, 1 for the second one, 1 for the accumulator
  CHECK(chosen(1e3 / 6.01) == 7);  // 2 and 4; 1, 1 and 1
  CHECK(chosen(1e3 / 5.01) == 4);  // 2 and 3
  CHECK(chosen(1e3 / 4.01) == 3);  // 2 and 2; 1, 2 and 1
}

TEST_CASE("products of look-up tables are a level of adders for each doubling of a weight's slice", "[passes]") {
  HardwareConfig config = with_delays(1e3 / 6.01, 4);
  config.target.has_resources = true;
  CHECK(first_node(config, 16, 16).operand_registers == 0);  // 3 + (1 + 2)
  config.clock_mhz = 1e3 / 5.9;
  CHECK(first_node(config, 16, 16).operand_registers == 1);
}

TEST_CASE("lanes that share blocks have an adder more before the multiplier and one before the sum", "[passes]") {
  HardwareConfig config = with_delays(1e3 / 6.01, 4);
  config.target.has_resources = true;
  config.target.resources.dsp = 100;
  config.target.dsp_widths = {25, 18};
  config.multipliers = Packing::kPacked;
  const auto separate = [&] {
    HardwareConfig other = config;
    other.multipliers = Packing::kSeparate;
    return other;
  };
  CHECK(first_node(config, 16, 16).operand_registers == 0);  // 3 for the memory, 1 and 2
  config.clock_mhz = 1e3 / 5.9;
  CHECK(first_node(config, 16, 16).operand_registers == 1);
  CHECK(first_node(separate(), 16, 16).operand_registers == 0);
  config.clock_mhz = 1e3 / 5.01;  // four operands: 1 ns, 1 and 3, and 1 for the accumulator
  CHECK(first_node(config, 16, 16).sum_fan_in == 3);
  CHECK(first_node(separate(), 16, 16).sum_fan_in == 8);
}

TEST_CASE("a part whose delays are not known keeps its layers as they are", "[passes]") {
  HardwareConfig config = with_delays(1e4, 8);
  config.target.delays.reset();
  const Node node = first_node(config, 16, 4);
  CHECK(node.sum_fan_in == 8);
  CHECK(node.operand_registers == 0);
}

TEST_CASE("registers are counted in the latency", "[passes]") {
  const Node node = first_node(with_delays(1e3 / 3.01, 8), 16, 16);
  CHECK(node.sum_fan_in == 2);
  CHECK(node.operand_registers == 1);
  CHECK(node.timing.latency_cycles == 2 * 4 + 4 + 1 + 2);  // eight operands, four, two
}

}  // namespace rtl4ml
