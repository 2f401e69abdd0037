#include "cli/hardware_model.hpp"

#include "sw/data/dataset.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("hardware answers with accuracy, operations, area and cycles of a config") {
  const Result<Dataset> test = load_data("rendered_digits", "", Split::kTest, 200);
  REQUIRE(test);
  const Result<std::map<std::string, double>> figures = measure_hardware("hw/configs/digits_fit.yaml", *test);
  REQUIRE(figures);
  CHECK(figures->at("accuracy") > 0.9);
  CHECK(figures->at("macs") == 64 * 64 + 64 * 32 + 32 * 10);
  CHECK(figures->at("bit_operations") == 64.0 * figures->at("macs"));  // 8 by 8 bits
  CHECK(figures->at("weight_bits") == 8.0 * (64 * 64 + 64 * 32 + 32 * 10 + 64 + 32 + 10));
  CHECK(figures->at("lut") > 100.0);
  CHECK(figures->at("interval_cycles") > 0.0);
}

TEST_CASE("a config that cannot be compiled is a fault, one without a part has no area") {
  const Result<Dataset> test = load_data("rendered_digits", "", Split::kTest, 10);
  CHECK(!measure_hardware("hw/configs/none.yaml", *test));
  const Result<std::map<std::string, double>> figures = measure_hardware("hw/configs/digits.yaml", *test);
  REQUIRE(figures);
  CHECK(!figures->contains("lut"));
}

}  // namespace rtl4ml
