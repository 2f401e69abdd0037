#include "gen/passes/legalise_names.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("layers choose before casts and adapters, streams follow their producer", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_precision["fc2"].data_in = test::spec(5, 1);
  config.layer_parallelism["fc2"].in = 2;
  // The third layer is called what the cast before the second would be.
  const Network network{{{"top", test::linear(4, 6)}, {"fc2", test::linear(6, 6)}, {"fc2_cast", ReluLayer{}}}};
  const CompiledDesign design = test::compiled(config, network);
  std::vector<std::string> identifiers;
  for (const Node& node : design.graph.nodes) identifiers.push_back(node.identifier);
  REQUIRE(identifiers.size() == 5);
  CHECK(identifiers[0] == "layer_top");
  CHECK(identifiers[1] == "fc2_cast_2");
  CHECK(identifiers[2] == "fc2_cast_resize");
  CHECK(identifiers[3] == "fc2");
  CHECK(identifiers[4] == "fc2_cast");
  CHECK(design.graph.stream(design.graph.inputs.front()).identifier == "data_in_0");
  CHECK(design.graph.stream(design.graph.outputs.front()).identifier == "fc2_cast_data_out_0");
}

}  // namespace rtl4ml
