#include "gen/ops/feature_constants.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("a beat's word has the constants of its lanes, feature after feature", "[ops]") {
  HardwareConfig config = test::config();
  config.parallelism.in = 2;
  const CompiledDesign design = test::compiled(config, {{{"p", PReluLayer{{0.5F, 0.25F, 0.5F}}}}});
  const NodeView view = test::view(design, 0);
  // Feature f has the constants 2f + 1 and 2f + 2, of four bits.
  const FeatureConstants constants{"pair", "Pairs", 4, 2, [](std::size_t feature, int which) {
                                     return static_cast<std::int64_t>(2 * feature) + which + 1;
                                   }};
  Instantiation parts{{}, {Instance{}}};
  connect_feature_constants(view, constants, parts);
  REQUIRE(parts.wires.size() == 2);
  CHECK(parts.wires[0].name == "p_pair_address");
  CHECK(parts.wires[0].width == 1);
  CHECK(parts.wires[1].name == "p_pair");
  CHECK(parts.wires[1].width == 16);
  REQUIRE(parts.instances.size() == 2);
  CHECK(parts.instances[0].ports.size() == 2);
  CHECK(parts.instances[1].module == "p_pair_source");
  const test::ScratchFolder folder;
  CHECK(write_feature_constants(view, constants, folder.path()).value() ==
        std::vector<std::string>{"p_pair_source.sv"});
  const std::string text = test::text_of(folder.path() / "p_pair_source.sv");
  CHECK(text.find("// Pairs; address = beat.") != std::string::npos);
  CHECK(text.find("// features 0 to 1\n      1'd0: ") != std::string::npos);
  CHECK(test::word_of(text, "1'd0") == "16'h4321");
  CHECK(text.find("// features 2 to 2\n      default: ") != std::string::npos);
  CHECK(test::word_of(text, "default") == "16'h0065");  // the lane beyond is zero
}

}  // namespace rtl4ml
