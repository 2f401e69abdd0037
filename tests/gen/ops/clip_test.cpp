#include "gen/ops/clip.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("clip in double precision", "[ops]") {
  CHECK(test::real(clip_operator(), ClipLayer{-1.0, 6.0}, {-1.5, 0.5, 7.0}) == std::vector<double>{-1.0, 0.5, 6.0});
}

TEST_CASE("clip's bounds are codes of data_out", "[ops]") {
  HardwareConfig config = test::config();
  config.input_shape = {5};
  const CompiledDesign design = test::compiled(config, {{{"clip", ClipLayer{-1.0, 1000.0}}}});
  const Instantiation parts = test::instantiate(test::view(design, 0));
  CHECK(test::parameter(parts, "MIN_CODE") == "-8");
  CHECK(test::parameter(parts, "MAX_CODE") == "127");
}

TEST_CASE("clip's instance has its types and no clock", "[ops]") {
  HardwareConfig config = test::config();
  config.input_shape = {5};
  config.layer_precision["layer"].data_out = test::spec(6, 2, false);
  config.layer_precision["layer"].overflow = Overflow::kWrap;
  const CompiledDesign design = test::compiled(config, {{{"layer", ClipLayer{-1.0, 6.0}}}});
  const NodeView view = test::view(design, 0);
  const Instantiation parts = test::instantiate(view);
  REQUIRE(parts.instances.size() == 1);
  CHECK(parts.instances[0].module == "fixed_clip");
  CHECK(parts.instances[0].identifier == "layer");
  CHECK(test::parameter(parts, "DATA_IN_WIDTH") == "8");
  CHECK(test::parameter(parts, "DATA_OUT_WIDTH") == "6");
  CHECK(test::parameter(parts, "DATA_OUT_SIGNED") == "0");
  CHECK(test::parameter(parts, "OVERFLOW") == "1");
  CHECK(test::parameter(parts, "PARALLELISM") == "4");
  CHECK(test::port(parts, "clk").empty());
  CHECK(view.node.timing.latency_cycles == 2);
  CHECK(view.node.timing.interval_cycles == 2);
  CHECK(view.node.timing.ready == ReadyBehaviour::kCombinational);
  CHECK(view.node.operation->cost(view).multipliers == 0);
}

}  // namespace rtl4ml
