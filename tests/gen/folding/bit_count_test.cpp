#include "gen/folding/bit_count.hpp"

#include "gen/folding/chain.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

Use bits(const CompiledDesign& design, std::size_t layer, LayerParallelism parallelism) {
  LayerView view(design.model, layer, parallelism);
  view.node().accumulator_width = 20;
  return count_bits(view.view());
}

}  // namespace

TEST_CASE("bits of a linear layer: its multipliers, and the registers around them", "[folding]") {
  HardwareConfig config = test::config();
  config.precision.weight = test::spec(6, 3);
  config.precision.data_out = test::spec(7, 2);
  const CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(12, 10)}}});
  const Use use = bits(design, 0, {4, 5});  // 3 beats, 2 tiles: the vector is held twice
  CHECK(use.lut == 4 * 5 * 8 * 6);
  CHECK(use.ff == 4 * 5 * (8 + 6 + 6) + 2 * 12 * 8 + 5 * (20 + 7));
  CHECK(bits(design, 0, {12, 5}).ff == 12 * 5 * (8 + 6 + 6) + 12 * 8 + 5 * (20 + 7));
  CHECK(use.dsp == 0);
  CHECK(use.bram == 0);
}

TEST_CASE("bits of other layers: their outputs, a slope's product, a register where there is one", "[folding]") {
  HardwareConfig config = test::config();
  config.input_shape = {8};
  const CompiledDesign design =
      test::compiled(config, {{{"relu", ReluLayer{}}, {"leaky", LeakyReluLayer{0.3}}, {"table", TableLayer{}}}});
  CHECK(bits(design, 0, {4, 4}) == Use{4 * 8, 0, 0, 0});
  CHECK(bits(design, 1, {4, 4}) == Use{4 * 8 + 4 * 8 * 8, 4 * 8, 0, 0});
  CHECK(bits(design, 2, {2, 2}) == Use{2 * 8, 2 * 8, 0, 0});
}

TEST_CASE("bits of an argmax: a comparison and two choices a lane, what is kept of a vector", "[folding]") {
  HardwareConfig config = test::config();
  config.input_shape = {10};
  const CompiledDesign design = test::compiled(config, {{{"class", ArgmaxLayer{}}}});
  CHECK(bits(design, 0, {4, 1}) == Use{4 * (2 * 8 + 4), 8 + 2 * 4 + 1, 0, 0});
}

TEST_CASE("bits of a resizer: its shift register, one choice more for each place of a beat", "[folding]") {
  // From 4 elements to 1: four elements that move down, of 5 bits; output beats, whether there are more, beats of a
  // vector.
  CHECK(count_resize_bits(8, 5, 4, 1).ff == 4 * 5 + 3 + 1 + 1);
  // 6 and 4 move in pairs, 12 and 8 in fours.
  CHECK(count_resize_bits(24, 5, 12, 8).ff - count_resize_bits(24, 5, 6, 4).ff > 0);
  CHECK(count_resize_bits(24, 5, 6, 5).lut > count_resize_bits(24, 5, 6, 3).lut);
}

}  // namespace rtl4ml
