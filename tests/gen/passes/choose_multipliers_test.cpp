#include "gen/passes/choose_multipliers.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// A target of which nothing is known but how many multipliers it has, each of so many bits.
HardwareConfig with_multipliers(std::int64_t count, std::vector<int> widths = {}) {
  HardwareConfig config = test::config();
  config.parallelism.in = config.parallelism.out = 4;
  config.target.name = "some part";
  config.target.has_resources = true;
  config.target.resources = {1000, 1000, count, 10};
  config.target.dsp_widths = std::move(widths);
  return config;
}

/// Lanes with DSP blocks of Linear(4, 8) at four inputs and four outputs a beat, each of four products.
int dsp_lanes(const HardwareConfig& config) {
  return test::compiled(config, test::small_network()).graph.nodes[0].dsp_lanes;
}

int weight_slices(const HardwareConfig& config) {
  return test::compiled(config, test::small_network()).graph.nodes[0].weight_slices;
}

}  // namespace

TEST_CASE("lanes take DSP blocks as far as the part has them, and all where it is not known", "[passes]") {
  CHECK(dsp_lanes(with_multipliers(16)) == 4);
  CHECK(dsp_lanes(with_multipliers(15)) == 3);
  CHECK(dsp_lanes(with_multipliers(4)) == 1);
  CHECK(dsp_lanes(with_multipliers(3)) == 0);
  CHECK(dsp_lanes(with_multipliers(0)) == 4);  // the tool has none to give
  HardwareConfig unknown = with_multipliers(0);
  unknown.target.has_resources = false;
  CHECK(dsp_lanes(unknown) == 4);
}

TEST_CASE("a product that is wider than a DSP block takes several", "[passes]") {
  CHECK(dsp_lanes(with_multipliers(16, {8, 8})) == 4);
  CHECK(dsp_lanes(with_multipliers(16, {8, 7})) == 2);
  CHECK(dsp_lanes(with_multipliers(16, {4, 9})) == 1);  // 8 x 8 as 3 + 3 + 1 bits and a sign's
  CHECK(dsp_lanes(with_multipliers(16, {9, 4})) == 1);
  HardwareConfig is_unsigned = with_multipliers(16, {8, 8});
  is_unsigned.precision.weight = test::spec(8, 5, false);
  CHECK(dsp_lanes(is_unsigned) == 2);  // a signed block has seven bits of it
  is_unsigned.target.dsp_widths = {8, 9};
  CHECK(dsp_lanes(is_unsigned) == 4);
  is_unsigned.target.dsp_widths = {9, 8};
  CHECK(dsp_lanes(is_unsigned) == 4);
}

TEST_CASE("DSP blocks go first to the layer whose products are the widest", "[passes]") {
  Network network = {{{"narrow", test::linear(4, 4)}, {"wide", test::linear(4, 4, true, 2)}}};
  HardwareConfig config = with_multipliers(20);
  config.layer_precision["wide"].weight = test::spec(9, 5);
  const CompiledDesign design = test::compiled(config, network);
  CHECK(design.graph.nodes[0].dsp_lanes == 1);
  CHECK(design.graph.nodes[1].dsp_lanes == 4);
}

TEST_CASE("lanes share blocks where two products fit into one, as far as the part is short of blocks", "[passes]") {
  const auto node_of = [](const HardwareConfig& config) {
    return test::compiled(config, test::small_network()).graph.nodes[0];
  };
  const auto pairs = [&](std::int64_t blocks, const std::vector<int>& widths) {
    return node_of(with_multipliers(blocks, widths)).packed_pairs;
  };
  CHECK(pairs(16, {25, 18}) == 0);  // enough for all
  CHECK(pairs(15, {25, 18}) == 1);
  CHECK(pairs(12, {18, 25}) == 1);
  CHECK(pairs(8, {25, 18}) == 2);
  CHECK(pairs(4, {25, 18}) == 1);  // and two lanes without blocks
  CHECK(pairs(3, {25, 18}) == 0);
  CHECK(pairs(8, {24, 18}) == 0);  // 2 * 8 + 8 + 1 bits
  CHECK(pairs(8, {25, 7}) == 0);
  CHECK(pairs(8, {}) == 0);
  CHECK(node_of(with_multipliers(8, {25, 18})).dsp_lanes == 4);
  CHECK(node_of(with_multipliers(8, {25, 18})).weight_slices == 1);
  CHECK(node_of(with_multipliers(4, {25, 18})).dsp_lanes == 2);
  CHECK(node_of(with_multipliers(4, {25, 18})).weight_slices == 2);

  HardwareConfig config = with_multipliers(16, {25, 18});
  config.multipliers = Packing::kPacked;
  CHECK(node_of(config).packed_pairs == 2);
  config.layer_multipliers["fc1"] = Packing::kSeparate;
  CHECK(node_of(config).packed_pairs == 0);
  config.target.resources.dsp = 8;
  CHECK(node_of(config).packed_pairs == 0);
  CHECK(node_of(config).dsp_lanes == 2);
  config.layer_multipliers["fc1"] = Packing::kAuto;
  CHECK(node_of(config).packed_pairs == 2);
  config.folding = FoldingGoal{};
  config.folding->interval_cycles = 1000;
  CHECK(node_of(config).packed_pairs == 0);
  config.folding.reset();
  // Products of few bits take fewer look-up tables than what a pair needs beside its block.
  config.precision.weight = test::spec(2, 0);
  CHECK(node_of(config).packed_pairs == 0);
  config.layer_multipliers["fc1"] = Packing::kPacked;
  CHECK(node_of(config).packed_pairs == 2);
}

TEST_CASE("what one layer shares is there for the next", "[passes]") {
  const Network network = {{{"first", test::linear(4, 4)}, {"second", test::linear(4, 4, true, 2)}}};
  const CompiledDesign design = test::compiled(with_multipliers(24, {25, 18}), network);
  CHECK(design.graph.nodes[0].packed_pairs == 2);
  CHECK(design.graph.nodes[0].dsp_lanes == 4);
  CHECK(design.graph.nodes[1].packed_pairs == 0);
  CHECK(design.graph.nodes[1].dsp_lanes == 4);

  HardwareConfig ordered = with_multipliers(24, {25, 18});
  ordered.layer_multipliers["second"] = Packing::kPacked;
  const CompiledDesign other = test::compiled(ordered, network);
  CHECK(other.graph.nodes[0].packed_pairs == 0);
  CHECK(other.graph.nodes[0].dsp_lanes == 4);
  CHECK(other.graph.nodes[1].packed_pairs == 2);
}

TEST_CASE("products of other operators are counted before", "[passes]") {
  Network network = test::small_network();
  network.layers[1] = {"leaky", LeakyReluLayer{0.3}};
  CHECK(test::compiled(with_multipliers(16), network).graph.nodes[0].dsp_lanes == 3);
}

TEST_CASE("weights are cut where lanes go without DSP blocks, but not narrow ones", "[passes]") {
  CHECK(weight_slices(test::config()) == 1);  // no target
  CHECK(weight_slices(with_multipliers(16)) == 1);
  CHECK(weight_slices(with_multipliers(15)) == 2);
  HardwareConfig config = with_multipliers(0);
  config.precision.weight = test::spec(2, 0);
  CHECK(weight_slices(config) == 1);
  config.precision.weight = test::spec(3, 0);
  CHECK(weight_slices(config) == 2);
}

TEST_CASE("only linear nodes are cut, and no cycle changes", "[passes]") {
  const CompiledDesign whole = test::compiled(with_multipliers(16), test::small_network());
  const CompiledDesign cut = test::compiled(with_multipliers(0), test::small_network());
  CHECK(cut.graph.nodes[1].weight_slices == 1);
  CHECK(cut.graph.latency_cycles == whole.graph.latency_cycles);
  CHECK(cut.graph.interval_cycles == whole.graph.interval_cycles);
}

}  // namespace rtl4ml
