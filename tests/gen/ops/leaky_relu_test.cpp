#include "gen/ops/leaky_relu.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {
namespace {

CompiledDesign with_slope(double slope) {
  HardwareConfig config = test::config();
  config.input_shape = {5};
  return test::compiled(config, {{{"leaky", LeakyReluLayer{slope}}}});
}

}  // namespace

TEST_CASE("a slope that is a shift has no register and no multiplier", "[ops]") {
  const CompiledDesign design = with_slope(0.125);
  const Instantiation parts = test::instantiate(test::view(design, 0));
  CHECK(test::parameter(parts, "SLOPE") == "1");
  CHECK(test::parameter(parts, "SLOPE_FRAC_WIDTH") == "3");
  CHECK(test::parameter(parts, "REGISTERED") == "0");
  CHECK(test::port(parts, "clk") == "clk");
  CHECK(design.graph.nodes[0].timing.latency_cycles == 2);
  CHECK(leaky_relu_operator().cost(test::view(design, 0)).multipliers == 0);
}

TEST_CASE("any other slope is multiplied and registered", "[ops]") {
  for (const double slope : {0.3, -0.5}) {
    const CompiledDesign design = with_slope(slope);
    CHECK(test::parameter(test::instantiate(test::view(design, 0)), "REGISTERED") == "1");
    CHECK(design.graph.nodes[0].timing.latency_cycles == 3);
    CHECK(leaky_relu_operator().cost(test::view(design, 0)).multipliers == 4);
  }
}

}  // namespace rtl4ml
