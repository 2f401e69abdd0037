#include "gen/ops/affine.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("affine's weights and biases lie in sources of their own, beat by beat", "[ops]") {
  HardwareConfig config = test::config();
  config.parallelism.in = 2;
  config.layer_precision["a"].weight = test::spec(4, 2);
  config.layer_precision["a"].bias = test::spec(4, 1);
  const CompiledDesign design = test::compiled(config, {{{"a", AffineLayer{{0.25, 0.5, -0.25}, {1.0, -0.5, 0.0}}}}});
  const NodeView view = test::view(design, 0);
  const Instantiation parts = test::instantiate(view);
  CHECK(test::parameter(parts, "FEATURES") == "3");
  CHECK(test::parameter(parts, "WEIGHT_WIDTH") == "4");
  CHECK(test::parameter(parts, "BIAS_FRAC_WIDTH") == "1");
  CHECK(test::parameter(parts, "ACCUMULATOR_WIDTH") == std::to_string(view.op<AffineOp>().accumulator_width()));
  CHECK(parts.instances[1].module == "a_weight_source");
  CHECK(parts.instances[2].module == "a_bias_source");
  CHECK(view.node.timing.latency_cycles == 4);
  CHECK(affine_operator().cost(view).multipliers == 2);
  CHECK(affine_operator().cost(view).memory_bits == 24);
  const test::ScratchFolder folder;
  CHECK(affine_operator().write_sources(view, folder.path()).value() ==
        std::vector<std::string>{"a_weight_source.sv", "a_bias_source.sv"});
  CHECK(test::word_of(test::text_of(folder.path() / "a_weight_source.sv"), "1'd0") == "8'h21");
  CHECK(test::word_of(test::text_of(folder.path() / "a_bias_source.sv"), "1'd0") == "8'hf2");
}

TEST_CASE("affine has a weight and a bias for every feature, of types that the hardware takes", "[ops]") {
  const Layer layer{"a", AffineLayer{{0.5, 0.5}, {0.5, 0.5}}};
  CHECK(affine_operator().out_features(layer, 2).value() == 2);
  CHECK(affine_operator().out_features(layer, 3).error()[0].code == "network.shape");
  CHECK(affine_operator().out_features({"a", AffineLayer{{0.5, 0.5}, {0.5}}}, 2).error()[0].code == "network.shape");
  HardwareConfig config = test::config();
  config.layer_precision["a"].weight = test::spec(32, 2, false);
  CHECK(test::count_of(compile(config, {{layer}}, {}).error(), "precision.weight") == 1);
  config.layer_precision["a"].weight = test::spec(8, 64);
  config.layer_precision["a"].bias = test::spec(8, -60);
  CHECK(test::count_of(compile(config, {{{"a", AffineLayer{{0x1p-60}, {0x1p62}}}}}, {}).error(),
                       "precision.accumulator") == 1);
}

}  // namespace rtl4ml
