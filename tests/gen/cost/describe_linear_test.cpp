#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// What a Linear layer of 8-bit numbers is made of.
Tally linear(const std::string& target, int in, int out, int parallelism_in, int parallelism_out) {
  HardwareConfig config = test::config();
  config.target = *find_target(target, "");
  config.parallelism.in = parallelism_in;
  config.parallelism.out = parallelism_out;
  const CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(in, out)}}});
  return describe_design(design, *family_of(config.target)).front();
}

}  // namespace

TEST_CASE("a multiplier a lane pair where there are blocks, partial products where there are none", "[cost]") {
  CHECK(linear("xc7a35t", 16, 16, 4, 2).dsp == 8);
  const Tally tables = linear("ice40-hx8k", 16, 16, 4, 2);
  CHECK(tables.dsp == 0);
  CHECK(tables[LutPart::kProductEdge] > 8 * (2 * 8 + 8 - 2));  // two slices of every weight, few of their bits constant
}

TEST_CASE("the way a vector is buffered follows from beats and tiles", "[cost]") {
  CHECK(linear("xc7a35t", 8, 8, 4, 8)[LutPart::kLayerStream] == 1);
  CHECK(linear("xc7a35t", 8, 8, 8, 4)[LutPart::kLayerHold] == 1);
  const Tally ring = linear("xc7a35t", 8, 8, 4, 4);
  CHECK(ring[LutPart::kLayerRing] == 1);
  CHECK(ring[LutPart::kMemory] == 24);  // 32 bits in RAM32M of 6
}

TEST_CASE("large weights lie in block RAM, small ones in tables", "[cost]") {
  CHECK(linear("ice40-hx8k", 64, 64, 1, 1).bram == 9);  // 4,096 words of 8 bits, and the ring
  CHECK(linear("ice40-hx8k", 8, 8, 2, 8).bram == 0);
}

}  // namespace rtl4ml
