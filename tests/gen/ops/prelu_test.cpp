#include "gen/ops/prelu.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("prelu's slopes lie in a source of their own, beat by beat", "[ops]") {
  HardwareConfig config = test::config();
  config.parallelism.in = 2;
  config.layer_precision["p"].weight = test::spec(4, 2);
  const CompiledDesign design = test::compiled(config, {{{"p", PReluLayer{{0.25F, 0.5F, -0.25F}}}}});
  const NodeView view = test::view(design, 0);
  const Instantiation parts = test::instantiate(view);
  CHECK(test::parameter(parts, "FEATURES") == "3");
  CHECK(test::parameter(parts, "SLOPE_WIDTH") == "4");
  CHECK(parts.instances[1].module == "p_slope_source");
  CHECK(view.node.timing.latency_cycles == 3);
  CHECK(prelu_operator().cost(view).multipliers == 2);
  CHECK(prelu_operator().cost(view).memory_bits == 12);
  const test::ScratchFolder folder;
  CHECK(prelu_operator().write_sources(view, folder.path()).value() == std::vector<std::string>{"p_slope_source.sv"});
  const std::string text = test::text_of(folder.path() / "p_slope_source.sv");
  CHECK(test::word_of(text, "1'd0") == "8'h21");
  CHECK(test::word_of(text, "default") == "8'h0f");
}

TEST_CASE("prelu has a slope for every feature", "[ops]") {
  const Layer layer{"p", PReluLayer{{0.5F, 0.5F}}};
  CHECK(prelu_operator().out_features(layer, 2).value() == 2);
  CHECK(prelu_operator().out_features(layer, 3).error()[0].code == "network.shape");
}

}  // namespace rtl4ml
