#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// Choices between two that all units of the register make.
int choices(const ResizeParts& parts) {
  int count = 0;
  for (int unit = 0; unit < static_cast<int>(parts.sources.size()); ++unit) count += parts.choices(unit) - 1;
  return count;
}

}  // namespace

TEST_CASE("lanes that divide those of the output go each to a place of their own", "[cost]") {
  const ResizeParts parts = resize_parts(24, 2, 8);
  CHECK(parts.sources.size() == 4);
  CHECK(choices(parts) == 0);
  CHECK(parts.control_bits() == 1 + 2 + 2);  // an output beat or none, four turns, three rounds
}

TEST_CASE("lanes of the last beat that nobody reads are not held", "[cost]") {
  const ResizeParts parts = resize_parts(7, 2, 7);
  CHECK(parts.sources.size() == 7);
  CHECK(choices(parts) == 0);
}

TEST_CASE("a beat of more lanes moves down, a choice a unit but for the topmost", "[cost]") {
  const ResizeParts parts = resize_parts(8, 4, 1);
  CHECK(parts.sources.size() == 4);
  CHECK(choices(parts) == 3);
  CHECK(parts.control_bits() == 3 + 1 + 1);  // up to four output beats, whether there are more than one, two rounds
}

TEST_CASE("only places that a beat can go to are chosen between", "[cost]") {
  // 16 and 6 lanes are 8 and 3 units: the two beats of a vector go to places 0 and 2, never to 1.
  const ResizeParts parts = resize_parts(28, 16, 6);
  CHECK(parts.turns == 2);
  CHECK(parts.sources.size() == 8);  // of the second beat, six are read
  CHECK(parts.choices(0) == 2);
  CHECK(parts.choices(2) == 3);
}

TEST_CASE("where two output beats end at once the next vector goes in behind them", "[cost]") {
  const ResizeParts parts = resize_parts(4, 2, 3);
  CHECK(parts.goes_behind);
  CHECK(parts.most_whole == 2);
  CHECK(parts.sources.size() == 5);
  CHECK_FALSE(resize_parts(6, 2, 3).goes_behind);
}

TEST_CASE("a stream that changes its lanes holds what varies in them", "[cost]") {
  HardwareConfig config = test::config();
  config.target = *find_target("ice40-hx8k", "");
  config.input_shape = {8};
  config.layer_parallelism["first"] = {4, 4, ""};
  config.layer_parallelism["second"] = {1, 1, ""};
  const CompiledDesign design = test::compiled(config, {{{"first", ReluLayer{}}, {"second", LeakyReluLayer{0.5}}}});
  REQUIRE(design.graph.nodes[1].operation->name == "resize");
  // Four elements, less the sign that a ReLU leaves at zero.
  CHECK(describe_design(design, *family_of(config.target))[1].ff == 4 * 7 + resize_parts(8, 4, 1).control_bits());
}

}  // namespace rtl4ml
