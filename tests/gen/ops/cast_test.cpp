#include "gen/ops/cast.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("cast's instance has its types and no clock", "[ops]") {
  HardwareConfig config = test::config();
  config.layer_precision["fc2"].data_in = test::spec(5, -1, false);
  config.layer_precision["fc2"].rounding = Rounding::kFloor;
  const CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(4, 4)}, {"fc2", test::linear(4, 4)}}});
  const NodeView view = test::view(design, 1);
  const Instantiation parts = test::instantiate(view);
  CHECK(parts.instances[0].module == "fixed_cast");
  CHECK(parts.instances[0].identifier == "fc2_cast");
  CHECK(test::parameter(parts, "DATA_OUT_WIDTH") == "5");
  CHECK(test::parameter(parts, "DATA_OUT_FRAC_WIDTH") == "-1");
  CHECK(test::parameter(parts, "DATA_OUT_SIGNED") == "0");
  CHECK(test::parameter(parts, "ROUNDING") == "3");
  CHECK(test::parameter(parts, "PARALLELISM") == "4");
  CHECK(test::port(parts, "clk").empty());
  CHECK(view.node.timing.latency_cycles == 1);
}

}  // namespace rtl4ml
