#include "gen/compile.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("a network becomes a graph and its oracle", "[gen]") {
  Network network = test::small_network();
  network.layers.insert(network.layers.begin(), {"flatten", IdentityLayer{"flatten"}});
  const Result<CompiledDesign> design = compile(test::config(), network, {});
  REQUIRE(design);
  CHECK(design->network.layers.size() == 2);
  CHECK(design->model.layers.size() == 2);
  CHECK(design->graph.nodes.size() == 2);
  CHECK(design->model.in_features() == 4);
  CHECK(design->model.out_features() == 8);
  CHECK(design->config.name == "design");
  CHECK(design->warnings.empty());
}

TEST_CASE("frac_width auto without calibration data is warned of, with it not", "[gen]") {
  HardwareConfig config;
  config.path = "c.yaml";
  const Result<CompiledDesign> invented = compile(config, test::small_network(), {});
  REQUIRE(invented);
  REQUIRE(invented->warnings.size() == 1);
  CHECK(invented->warnings[0].find("c.yaml: warning[precision.no_calibration]") == 0);
  const std::vector<double> vectors = {0.5, -0.5, 1.0, 0.25};
  const Result<CompiledDesign> calibrated = compile(config, test::small_network(), vectors);
  REQUIRE(calibrated);
  CHECK(calibrated->warnings.empty());
  CHECK(calibrated->model.data_in() == FixedType{8, 6, true});
}

TEST_CASE("faults of independent passes are told together", "[gen]") {
  HardwareConfig config = test::config();
  config.layer_precision["fc9"] = {};
  config.layer_parallelism["rely"] = {};
  config.input_shape = {7};
  const Result<CompiledDesign> named = compile(config, test::small_network(), {});
  REQUIRE_FALSE(named);
  CHECK(named.error().size() == 3);

  HardwareConfig other = test::config();
  other.precision.weight = test::spec(32, 3, false);
  other.layer_parallelism["fc1"].in = 5;
  const std::vector<double> torn(6);
  const Result<CompiledDesign> typed = compile(other, test::small_network(), torn);
  REQUIRE_FALSE(typed);
  CHECK(test::count_of(typed.error(), "precision.calibration") == 1);
  CHECK(test::count_of(typed.error(), "precision.weight") == 1);
  CHECK(test::count_of(typed.error(), "parallelism.too_large") == 1);
}

TEST_CASE("an empty network is a fault, not a crash", "[gen]") {
  CHECK(compile(test::config(), {}, {}).error()[0].code == "network.empty");
  CHECK(compile(test::config(), {{{"flatten", IdentityLayer{"flatten"}}}}, {}).error()[0].code == "network.empty");
}

TEST_CASE("float weights can be let go, the codes and the hardware are the same") {
  const Result<CompiledDesign> kept = compile(test::config(), test::small_network(), {});
  const Result<CompiledDesign> released = compile(test::config(), test::small_network(), {}, FloatWeights::kRelease);
  REQUIRE(kept);
  REQUIRE(released);
  CHECK_FALSE(std::get<LinearLayer>(kept->network.layers[0].kind).weight.empty());
  CHECK(std::get<LinearLayer>(released->network.layers[0].kind).weight.empty());
  CHECK(std::get<LinearOp>(kept->model.layers[0].op).weight == std::get<LinearOp>(released->model.layers[0].op).weight);
}

}  // namespace rtl4ml
