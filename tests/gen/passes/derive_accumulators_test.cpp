#include "gen/passes/derive_accumulators.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("linear nodes take the oracle's accumulator width", "[passes]") {
  const CompiledDesign design = test::compiled(test::config(), test::small_network());
  CHECK(design.graph.nodes[0].accumulator_width == std::get<LinearOp>(design.model.layers[0].op).accumulator_width());
  CHECK(design.graph.nodes[0].accumulator_width > 8);
  CHECK(design.graph.nodes[1].accumulator_width == 0);
}

TEST_CASE("where weights are reloaded the types decide", "[passes]") {
  HardwareConfig config = test::config();
  config.weights = {Weights::kReloadable, ""};
  Network network = test::small_network();
  std::get<LinearLayer>(network.layers[0].kind).weight.assign(32, 0.0F);
  const CompiledDesign design = test::compiled(config, network);
  const auto& op = std::get<LinearOp>(design.model.layers[0].op);
  CHECK(design.graph.nodes[0].accumulator_width == op.accumulator_width_of_types());
  CHECK(design.graph.nodes[0].accumulator_width > op.accumulator_width());
}

TEST_CASE("sums beyond 120 bits are told", "[passes]") {
  HardwareConfig config = test::config();
  config.precision.bias = test::spec(32, -64);
  config.precision.data_in = test::spec(32, 60);
  config.precision.place = "c.yaml:1:1";
  Network network = test::small_network();
  std::get<LinearLayer>(network.layers[0].kind).bias.assign(8, 1e30F);
  const Result<CompiledDesign> result = compile(config, network, {});
  REQUIRE_FALSE(result);
  CHECK(test::count_of(result.error(), "precision.accumulator") == 1);
  CHECK(result.error()[0].place == "c.yaml:1:1");
}

}  // namespace rtl4ml
