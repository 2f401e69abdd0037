#include "gen/ops/linear.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {
namespace {

/// Linear(5, 7), 2 in, 3 out: 3 beats, 3 tiles, neither size divides.
const CompiledDesign& odd() {
  static const CompiledDesign kDesign = [] {
    HardwareConfig config = test::config();
    config.parallelism.in = 2;
    config.parallelism.out = 3;
    return test::compiled(config, {{{"fc", test::linear(5, 7)}}});
  }();
  return kDesign;
}

/// The latency of a Linear layer, as the header of fixed_linear.sv gives it.
std::int64_t latency(int in, int out, int parallelism_in, int parallelism_out) {
  HardwareConfig config = test::config();
  config.parallelism.in = parallelism_in;
  config.parallelism.out = parallelism_out;
  return test::compiled(config, {{{"fc", test::linear(in, out)}}}).graph.latency_cycles;
}

}  // namespace

TEST_CASE("a weight word holds a tile's weights for a beat, zero beyond the sizes", "[ops]") {
  const NodeView view = test::view(odd(), 0);
  const auto& op = view.op<LinearOp>();
  CHECK(weight_words(view) == 9);
  CHECK(weight_code(view, 4, 1, 0) == op.weight[4 * 5 + 2]);  // tile 1, beat 1: output 4, input 2
  CHECK(weight_code(view, 2, 0, 1) == 0);                     // input 5 of 5
  CHECK(weight_code(view, 6, 1, 0) == 0);                     // output 7 of 7
  const std::vector<BitKind> one = weight_bits(view, 3, 1), all = weight_bits(view, 0, 9);
  CHECK(one.size() == 48);
  CHECK(std::none_of(one.begin(), one.end(), is_stored));
  CHECK(std::count(all.begin(), all.end(), BitKind::kStored) > 40);
}

TEST_CASE("linear's instance has the sizes, types and accumulator of its layer", "[ops]") {
  const Instantiation parts = test::instantiate(test::view(odd(), 0));
  CHECK(test::parameter(parts, "IN_FEATURES") == "5");
  CHECK(test::parameter(parts, "OUT_FEATURES") == "7");
  CHECK(test::parameter(parts, "PARALLELISM_IN") == "2");
  CHECK(test::parameter(parts, "PARALLELISM_OUT") == "3");
  CHECK(test::parameter(parts, "WEIGHT_FRAC_WIDTH") == "5");
  CHECK(test::parameter(parts, "ACCUMULATOR_WIDTH") == std::to_string(odd().graph.nodes[0].accumulator_width));
  CHECK(test::parameter(parts, "DSP_LANES") == "3");
  CHECK(test::parameter(parts, "WEIGHT_SLICES") == "1");
  CHECK(test::port(parts, "data_in_0_valid") == "data_in_0_valid");
  CHECK(test::port(parts, "data_out_0") == "fc_data_out_0");
  REQUIRE(parts.instances.size() == 3);
  CHECK(parts.instances[1].module == "fc_weight_source");
  CHECK(parts.wires[1].width == 4);  // 9 words
  CHECK(parts.wires[2].width == 2 * 3 * 8);
}

TEST_CASE("linear passes on how its multipliers are built and pipelined", "[ops]") {
  CompiledDesign design = odd();
  design.graph.nodes[0].dsp_lanes = 2;
  design.graph.nodes[0].packed_pairs = 1;
  design.graph.nodes[0].weight_slices = 2;
  design.graph.nodes[0].operand_registers = 1;
  design.graph.nodes[0].sum_fan_in = 3;
  const Instantiation parts = test::instantiate(test::view(design, 0));
  CHECK(test::parameter(parts, "DSP_LANES") == "2");
  CHECK(test::parameter(parts, "PACKED_PAIRS") == "1");
  CHECK(test::parameter(parts, "WEIGHT_SLICES") == "2");
  CHECK(test::parameter(parts, "OPERAND_REGISTERS") == "1");
  CHECK(test::parameter(parts, "SUM_FAN_IN") == "3");
}

TEST_CASE("linear's timing is that of fixed_linear", "[ops]") {
  CHECK(latency(4, 8, 4, 4) == 2 + 4);     // one beat: up to 8 operands in the accumulator
  CHECK(latency(64, 32, 8, 8) == 32 + 4);  // several beats too
  CHECK(latency(64, 32, 4, 8) == 64 + 4);
  CHECK(latency(1, 1, 1, 1) == 1 + 4);
  CHECK(latency(100, 1, 100, 1) == 1 + 4 + 2);
  CHECK(test::view(odd(), 0).node.timing.ready == ReadyBehaviour::kRegistered);
  CHECK(test::compiled(test::config(), test::small_network()).graph.nodes[0].timing.ready ==
        ReadyBehaviour::kCombinational);
}

TEST_CASE("linear's cost counts multipliers and memory", "[ops]") {
  const Cost cost = linear_operator().cost(test::view(odd(), 0));
  CHECK(cost.multipliers == 6);
  CHECK(cost.memory_bits == 9 * 6 * 8 + 3 * 3 * 8);
}

TEST_CASE("weights lie in lane o * PARALLELISM_IN + i, lanes beyond the sizes are zero", "[ops]") {
  LinearLayer layer;  // weight[o][i] = (10 * o + i) / 32
  layer.in_features = 3;
  layer.out_features = 3;
  for (int o = 0; o < 3; ++o) {
    for (int i = 0; i < 3; ++i) layer.weight.push_back(static_cast<float>(10 * o + i) / 32.0F);
  }
  HardwareConfig config = test::config();
  config.parallelism.in = config.parallelism.out = 2;
  const CompiledDesign design = test::compiled(config, {{{"fc", layer}}});
  const test::ScratchFolder folder;
  const auto files = linear_operator().write_sources(test::view(design, 0), folder.path());
  REQUIRE(files);
  CHECK(*files == std::vector<std::string>{"fc_weight_source.sv", "fc_bias_source.sv"});
  const std::string text = test::text_of(folder.path() / "fc_weight_source.sv");
  CHECK(test::word_of(text, "2'd0") == "32'h0b0a0100");     // outputs 0, 1; inputs 0, 1
  CHECK(test::word_of(text, "2'd1") == "32'h000c0002");     // outputs 0, 1; input 2
  CHECK(test::word_of(text, "2'd2") == "32'h00001514");     // output 2; inputs 0, 1
  CHECK(test::word_of(text, "default") == "32'h00000016");  // output 2; input 2
  CHECK(text.find("// tile 1: output 2, beat 0: inputs 0 to 1") != std::string::npos);
  CHECK(test::text_of(folder.path() / "fc_bias_source.sv").find("no bias") != std::string::npos);
}

}  // namespace rtl4ml
