#include "gen/folding/layer_cost.hpp"

#include <cmath>

#include "bench/cost/measurements.hpp"
#include "gen/passes/choose_registers.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

CompiledDesign design_on(const std::string& target, const Network& network, ParallelismSpec parallelism) {
  HardwareConfig config = test::config();
  config.target = *find_target(target, "");
  config.input_shape = {network.in_features() != 0 ? network.in_features() : 12};
  config.parallelism = std::move(parallelism);
  return test::compiled(config, network);
}

LayerCost cost_of(const CompiledDesign& design) {
  std::vector<int> widths(design.model.layers.size());
  for (const Node& node : design.graph.nodes) {
    if (node.model_layer) widths[*node.model_layer] = node.accumulator_width;
  }
  Result<LayerCost> cost = LayerCost::make(design.config, design.model, widths);
  REQUIRE(cost);
  return std::move(*cost);
}

/// The node's use in the whole design, as estimates tell it, but not rounded.
Use in_design(const CompiledDesign& design, std::size_t node) {
  const Family family = *family_of(design.config.target);
  const Tally tally = describe_design(design, family)[node];
  return {CostModel::read(family.measured_as)->lut(tally), tally.ff, tally.dsp, tally.bram};
}

/// `apart`: of the tables, where functions of valid and ready bits are shared with the neighbours. `shared`: tables, of
/// layers so small that these are more.
void check_equal(const Use& one, const Use& other, double apart = 0.03, double shared = 0.0) {
  CHECK(one.lut == Approx(other.lut).epsilon(apart).margin(shared));
  CHECK(one.ff == Approx(other.ff));
  CHECK(one.dsp == Approx(other.dsp));
  CHECK(one.bram == Approx(other.bram));
}

}  // namespace

TEST_CASE("a described layer takes alone about what it takes in the design", "[folding]") {
  const Network network{{{"relu", ReluLayer{}}, {"fc", test::linear(12, 20)}}};
  for (const auto& [family, target] : bench::kMeasuredFamilies) {
    for (const int lanes : {1, 4, 12}) {
      INFO(target << ", " << lanes << " lanes");
      const CompiledDesign design = design_on(target, network, {lanes, 5, ""});
      REQUIRE(design.graph.nodes.size() == 2);
      check_equal(cost_of(design).described_linear(1, {lanes, 5}, Multipliers::kBlocks), in_design(design, 1), 0.03,
                  lanes == 1 ? 6.0 : 0.0);
    }
  }
}

TEST_CASE("multipliers without blocks are those of a part that has given its blocks away", "[folding]") {
  const Network network{{{"fc", test::linear(12, 20)}}};
  CompiledDesign design = design_on("xc7a35t", network, {4, 5, ""});
  const LayerCost cost = cost_of(design);
  design.graph.nodes[0].dsp_lanes = 0;
  design.graph.nodes[0].weight_slices = 2;
  design.graph.nodes[0].operand_registers = Node{}.operand_registers;
  design.graph.nodes[0].sum_fan_in = Node{}.sum_fan_in;
  design.graph = choose_registers(std::move(design.graph), design.config, design.model);
  check_equal(cost.described_linear(0, {4, 5}, Multipliers::kTables), in_design(design, 0));
  CHECK(cost.described_linear(0, {4, 5}, Multipliers::kBlocks).dsp == 20);
}

TEST_CASE("a guess is near to the description where weights are random", "[folding]") {
  // Of the described; what is smaller than 50 tables or registers is judged as if it were 50. Furthest are 320
  // multipliers of tables behind a source of three words: there are 8 functions of its address, which they share.
  constexpr double kMost = 0.75;
  std::vector<double> errors;
  for (const auto& [family, target] : bench::kMeasuredFamilies) {
    const CompiledDesign design = design_on(target, {{{"fc", test::linear(40, 24)}}}, {1, 1, ""});
    LayerCost cost = cost_of(design);
    for (const LayerParallelism parallelism :
         {LayerParallelism{1, 1}, {2, 3}, {8, 4}, {20, 2}, {5, 24}, {40, 1}, {40, 8}}) {
      for (const Multipliers multipliers : kMultipliers) {
        if (multipliers == Multipliers::kPairs && cost.packing(0) == Packing::kSeparate) continue;
        const Use is = cost.described_linear(0, parallelism, multipliers);
        const Use guess = cost.guessed_linear(0, parallelism, multipliers);
        INFO(target << " " << parallelism.in << " x " << parallelism.out << ": LUT " << guess.lut << " for " << is.lut
                    << ", FF " << guess.ff << " for " << is.ff);
        errors.push_back(bench::relative_error(guess.lut, is.lut));
        CHECK(errors.back() <= kMost);
        CHECK(bench::relative_error(guess.ff, is.ff) <= kMost);
        CHECK(guess.dsp == Approx(is.dsp));
      }
    }
  }
  CHECK(bench::summarise(errors).median <= 0.10);
}

TEST_CASE("layers without weights are taken lane by lane, a PReLU whole", "[folding]") {
  std::vector<float> slopes;
  for (int i = 0; i < 12; ++i) slopes.push_back(static_cast<float>(i) / 16.0F);
  for (const LayerKind& kind :
       {LayerKind{LeakyReluLayer{0.3}}, LayerKind{PReluLayer{slopes}}, LayerKind{TableLayer{}}}) {
    const CompiledDesign design = design_on("ecp5-85k", {{{"act", kind}}}, {6, 6, ""});
    check_equal(cost_of(design).element_wise(0, 6), in_design(design, 0));
  }
}

TEST_CASE("a resizer takes about what it takes in the design, constant bits left out", "[folding]") {
  HardwareConfig config = test::config();
  config.target = *find_target("ice40-hx8k", "");
  config.input_shape = {12};
  config.layer_parallelism["first"] = {4, 4, ""};
  config.layer_parallelism["second"] = {3, 3, ""};
  const CompiledDesign design = test::compiled(config, {{{"first", ReluLayer{}}, {"second", LeakyReluLayer{0.5}}}});
  REQUIRE(design.graph.nodes[1].operation->name == "resize");
  check_equal(cost_of(design).resize(1, 4, 3), in_design(design, 1), 0.15);
}

TEST_CASE("a family without a model is told", "[folding]") {
  const CompiledDesign design = design_on("lifcl-40", {{{"fc", test::linear(4, 4)}}}, {1, 1, ""});
  const auto cost = LayerCost::make(design.config, design.model, {0});
  REQUIRE_FALSE(cost);
  CHECK(cost.error().front().code == "cost.family");
}

}  // namespace rtl4ml
