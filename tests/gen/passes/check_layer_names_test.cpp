#include "gen/passes/check_layer_names.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("names of the network pass", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_precision["fc1"] = {};
  config.layer_parallelism["relu"] = {};
  config.layer_strategy["fc1"] = Strategy::kFolded;
  config.layer_memory["fc1"] = MemoryKind::kBlock;
  CHECK(check_layer_names(config, test::small_network(), {"fc1", "relu"}).empty());
}

TEST_CASE("every unknown name is told with its place and the nearest name", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_precision["fc2"].place = "c.yaml:3:5";
  config.layer_precision["bn1"].place = "c.yaml:4:5";
  config.layer_parallelism["rellu"].place = "c.yaml:9:5";
  config.layer_strategy["fc7"] = Strategy::kFolded;
  const Errors errors = check_layer_names(config, test::small_network(), {"fc1", "bn1", "relu"});
  REQUIRE(errors.size() == 4);
  CHECK(errors[0].code == "precision.layer");
  CHECK(errors[0].message.find("folded") != std::string::npos);
  CHECK(errors[1].place == "c.yaml:3:5");
  CHECK(errors[1].fix == "did you mean fc1?");
  CHECK(errors[2].code == "parallelism.layer");
  CHECK(errors[2].fix == "did you mean relu?");
  CHECK(errors[3].code == "graph.strategy_layer");
}

TEST_CASE("a memory is asked for where there are weights", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_memory["fc7"] = MemoryKind::kLut;
  config.layer_memory["relu"] = MemoryKind::kLut;
  const Errors errors = check_layer_names(config, test::small_network(), {"fc1", "relu"});
  REQUIRE(test::count_of(errors, "memory.layer") == 2);
  CHECK(errors[0].fix == "did you mean fc1?");
  CHECK(errors[1].message == "layer relu keeps no weights in a memory");
}

TEST_CASE("DSP blocks are shared where there are products", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_multipliers["fc1"] = Packing::kPacked;
  CHECK(check_layer_names(config, test::small_network(), {"fc1", "relu"}).empty());
  config.layer_multipliers["fc7"] = config.layer_multipliers["relu"] = Packing::kPacked;
  const Errors errors = check_layer_names(config, test::small_network(), {"fc1", "relu"});
  REQUIRE(test::count_of(errors, "multipliers.layer") == 2);
  CHECK(errors[0].fix == "did you mean fc1?");
  CHECK(errors[1].message == "layer relu has no products that could share a DSP block");
}

TEST_CASE("only layers with weights are reloadable, and only layers of the network", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_weights["fc1"] = {Weights::kReloadable, "c.yaml:2:1"};
  config.layer_weights["relu"] = {Weights::kConstant, "c.yaml:3:1"};
  CHECK(check_layer_names(config, test::small_network(), {"fc1", "relu"}).empty());
  config.layer_weights["relu"] = {Weights::kReloadable, "c.yaml:3:1"};
  config.layer_weights["fc2"] = {Weights::kReloadable, "c.yaml:4:1"};
  const Errors errors = check_layer_names(config, test::small_network(), {"fc1", "relu"});
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].code == "weights.layer");
  CHECK(errors[0].place == "c.yaml:4:1");
  CHECK(errors[1].code == "weights.none");
  CHECK(errors[1].place == "c.yaml:3:1");
}

TEST_CASE("the strategy unrolled is refused until it is built", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_strategy["fc1"] = Strategy::kUnrolled;
  CHECK(test::count_of(check_layer_names(config, test::small_network(), {"fc1", "relu"}), "graph.strategy") == 1);
}

}  // namespace rtl4ml
