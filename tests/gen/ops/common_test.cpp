#include "gen/ops/common.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("addresses have at least one bit", "[ops]") {
  CHECK(address_width(1) == 1);
  CHECK(address_width(2) == 1);
  CHECK(address_width(3) == 2);
  CHECK(address_width(256) == 8);
  CHECK(address_width(257) == 9);
}

TEST_CASE("codes are literals that tools read as 32 bits or as what they are", "[ops]") {
  CHECK(code_literal(-7) == "-7");
  CHECK(code_literal(2147483647) == "2147483647");
  CHECK(code_literal(4294967295) == "64'sd4294967295");
}

TEST_CASE("a report counts what happened to values", "[ops]") {
  const FixedType type{4, 0, true};
  ParameterReport report = start_report("weight", type);
  CHECK(quantize_parameter(3.0, type, Rounding::kHalfEven, report) == 3);
  CHECK(quantize_parameter(0.0, type, Rounding::kHalfEven, report) == 0);
  CHECK(quantize_parameter(0.25, type, Rounding::kHalfEven, report) == 0);
  CHECK(quantize_parameter(7.9, type, Rounding::kHalfEven, report) == 7);  // rounding, not saturation
  CHECK(quantize_parameter(8.0, type, Rounding::kHalfEven, report) == 7);
  CHECK(quantize_parameter(-9.0, type, Rounding::kHalfEven, report) == -8);
  CHECK(report.count == 6);
  CHECK(report.saturated == 2);
  CHECK(report.nonzero == 5);
  CHECK(report.nonzero_codes == 4);
  CHECK(report.largest == 9.0);
}

}  // namespace rtl4ml
