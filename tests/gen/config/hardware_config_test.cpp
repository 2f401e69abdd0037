#include "gen/config/hardware_config.hpp"

#include "tests/catch.hpp"

TEST_CASE("strategies have the words of the YAML") {
  CHECK(to_string(rtl4ml::Strategy::kFolded) == "folded");
  CHECK(to_string(rtl4ml::Strategy::kUnrolled) == "unrolled");
}
