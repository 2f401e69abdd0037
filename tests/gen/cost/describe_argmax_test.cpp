#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// What an argmax of `features` elements, `lanes` a beat, is made of.
Tally argmax_of(int features, int lanes, const FixedType& data_in = {8, 3, true}) {
  HardwareConfig config = test::config();
  config.target = *find_target("ice40-hx8k", "");
  config.input_shape = {features};
  config.precision.data_in = test::spec(data_in.width, data_in.frac_width, data_in.is_signed);
  config.parallelism.in = lanes;
  const CompiledDesign design = test::compiled(config, {{{"class", ArgmaxLayer{}}}});
  return describe_design(design, *family_of(config.target)).front();
}

}  // namespace

TEST_CASE("an argmax keeps the best element, its index, and where a beat begins", "[cost]") {
  CHECK(argmax_of(10, 1).ff == 8 + 4 + 4 + 1);
  CHECK(argmax_of(10, 4).ff == 8 + 4 + 4 + 1);
  CHECK(argmax_of(10, 4, {12, 3, false}).ff == 12 + 4 + 4 + 1);
  CHECK(argmax_of(10, 10).ff == 4 + 1);  // all in one beat: only the index
}

TEST_CASE("an argmax compares every lane, the first of a vector with nothing", "[cost]") {
  CHECK(argmax_of(10, 10)[LutPart::kAdder] == 9);
  CHECK(argmax_of(2, 2)[LutPart::kAdder] == 1);
  CHECK(argmax_of(10, 1)[LutPart::kAdder] > 1);  // and counts the beats
  CHECK(argmax_of(12, 4)[LutPart::kFunction] + argmax_of(12, 4)[LutPart::kWideFunction] >
        argmax_of(12, 2)[LutPart::kFunction] + argmax_of(12, 2)[LutPart::kWideFunction]);
}

}  // namespace rtl4ml
