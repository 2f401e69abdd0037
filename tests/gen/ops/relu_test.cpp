#include "gen/ops/relu.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("relu in double precision", "[ops]") {
  CHECK(test::real(relu_operator(), ReluLayer{}, {-1.5, 0.0, 2.5}) == std::vector<double>{0.0, 0.0, 2.5});
}

TEST_CASE("relu's instance has its types and no clock", "[ops]") {
  HardwareConfig config = test::config();
  config.input_shape = {5};
  config.layer_precision["layer"].data_out = test::spec(6, 2, false);
  config.layer_precision["layer"].overflow = Overflow::kWrap;
  const CompiledDesign design = test::compiled(config, {{{"layer", ReluLayer{}}}});
  const NodeView view = test::view(design, 0);
  const Instantiation parts = test::instantiate(view);
  REQUIRE(parts.instances.size() == 1);
  CHECK(parts.instances[0].module == "fixed_relu");
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
