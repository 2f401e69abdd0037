#include "gen/ops/clip.hpp"

#include "tests/catch.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("clip's bounds are codes of data_out", "[ops]") {
  HardwareConfig config = test::config();
  config.input_shape = {5};
  const CompiledDesign design = test::compiled(config, {{{"clip", ClipLayer{-1.0, 1000.0}}}});
  const Instantiation parts = test::instantiate(test::view(design, 0));
  CHECK(test::parameter(parts, "MIN_CODE") == "-8");
  CHECK(test::parameter(parts, "MAX_CODE") == "127");
}

TEST_CASE("clip's instance has its types and no clock", "[ops]") {
  test::check_combinational(ClipLayer{-1.0, 6.0}, "fixed_clip");
}

}  // namespace rtl4ml
