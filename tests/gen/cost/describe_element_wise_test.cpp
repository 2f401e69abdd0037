#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// What one layer on eight features, four a beat, is made of, and the adapters behind it.
std::vector<Tally> layers_of(const LayerKind& kind, const std::string& target, const FixedType& data_in) {
  HardwareConfig config = test::config();
  config.target = *find_target(target, "");
  config.input_shape = {8};
  config.precision.data_in = test::spec(data_in.width, data_in.frac_width, data_in.is_signed);
  config.parallelism.in = config.parallelism.out = 4;
  const CompiledDesign design = test::compiled(config, {{{"layer", kind}}});
  return describe_design(design, *family_of(config.target));
}

Tally layer(const LayerKind& kind, const std::string& target = "ice40-hx8k", const FixedType& data_in = {8, 3, true}) {
  return layers_of(kind, target, data_in).front();
}

double tables(const Tally& tally) {
  return tally[LutPart::kFunction] + tally[LutPart::kWideFunction] + tally[LutPart::kAdder];
}

}  // namespace

TEST_CASE("a ReLU is a gate a bit, which the tables of the buffer behind it hold as well", "[cost]") {
  const auto of_four_inputs = [](const std::vector<Tally>& layers) { return layers[1][LutPart::kWideFunction]; };
  CHECK(of_four_inputs(layers_of(ReluLayer{}, "ice40-hx8k", {8, 3, true})) ==
        of_four_inputs(layers_of(ReluLayer{}, "ice40-hx8k", {8, 3, false})) + 4 * 7);
}

TEST_CASE("a leaky ReLU multiplies unless its slope is a power of two", "[cost]") {
  CHECK(layer(LeakyReluLayer{0.125})[LutPart::kAdder] < layer(LeakyReluLayer{0.3})[LutPart::kAdder]);
  CHECK(layer(LeakyReluLayer{0.125}).ff == 0);
  const Tally multiplies = layer(LeakyReluLayer{0.3});
  CHECK(multiplies.ff > 4 * 8);
  CHECK(layer(LeakyReluLayer{0.3}, "xc7a35t").dsp == 4);
}

TEST_CASE("a PReLU multiplies with a slope a feature", "[cost]") {
  std::vector<float> slopes;
  for (int i = 0; i < 8; ++i) slopes.push_back(static_cast<float>(i * 7 % 11) / 11.0F);
  CHECK(tables(layer(PReluLayer{slopes})) > 4 * 8 * 8);  // partial products
  CHECK(layer(PReluLayer{slopes}, "xc7a35t").dsp == 4);
}

TEST_CASE("thresholds are comparisons and their count, an affine layer a multiplier a lane", "[cost]") {
  ThresholdLayer steps{3, {}, {}, 0.0, 1.0};
  AffineLayer affine;
  for (int i = 0; i < 8; ++i) {
    for (int level = 0; level < 3; ++level) steps.threshold.push_back(0.125 * (i % 5) + level);
    affine.weight.push_back(0.1 * (i * 7 % 11));
    affine.bias.push_back(0.2 * i);
  }
  CHECK(layer(steps)[LutPart::kAdder] == 4 * 3);  // of a comparison only the last carry is read
  CHECK(layer(steps).ff >= 4 * 3);
  CHECK(tables(layer(affine)) > 4 * 8 * 8);  // partial products
  CHECK(layer(affine, "xc7a35t").dsp == 4);
}

TEST_CASE("clipping compares with the bounds that the type does not have itself", "[cost]") {
  CHECK(layer(ClipLayer{-1.0, 1.0})[LutPart::kAdder] == 2 * 4);  // a sign a comparison
  CHECK(layer(ClipLayer{0.0, 1.0})[LutPart::kAdder] == 4);       // below zero is the sign
  CHECK(layer(ClipLayer{-100.0, 1.0})[LutPart::kAdder] == 4);
}

TEST_CASE("a table is a ROM a lane: its own tables, or block RAM", "[cost]") {
  const Tally small = layer(TableLayer{}, "ice40-hx8k", {5, 2, true});
  CHECK(small.bram == 0);
  CHECK(tables(small) > 0);
  CHECK(layer(TableLayer{}).bram == 4);
}

TEST_CASE("a buffer is two registers, which hide constants", "[cost]") {
  HardwareConfig config = test::config();
  config.target = *find_target("ice40-hx8k", "");
  config.input_shape = {8};
  config.layer_parallelism["first"] = {4, 4, ""};
  const CompiledDesign design = test::compiled(config, {{{"first", ReluLayer{}}}});
  REQUIRE(design.graph.nodes[1].operation->name == "skid_buffer");
  CHECK(describe_design(design, *family_of(config.target))[1].ff == 2 * 4 * 8 + 2);  // it hides that the sign is zero
}

}  // namespace rtl4ml
