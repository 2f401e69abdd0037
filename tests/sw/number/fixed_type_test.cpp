#include "sw/number/fixed_type.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("the range of a type", "[number]") {
  CHECK(FixedType{8, 3, true}.min_code() == -128);
  CHECK(FixedType{8, 3, true}.max_code() == 127);
  CHECK(FixedType{8, 3, false}.min_code() == 0);
  CHECK(FixedType{8, 3, false}.max_code() == 255);
  CHECK(FixedType{1, 0, true}.min_code() == -1);
  CHECK(FixedType{1, 0, true}.max_code() == 0);
  CHECK(FixedType{1, 0, false}.max_code() == 1);
  CHECK(FixedType{32, 0, true}.min_code() == -(1LL << 31));
  CHECK(FixedType{32, 0, false}.max_code() == (1LL << 32) - 1);
}

TEST_CASE("types and modes spell themselves", "[number]") {
  CHECK(to_string(FixedType{8, 3, true}) == "s8.3");
  CHECK(to_string(FixedType{16, -2, false}) == "u16.-2");
  CHECK(to_string(Rounding::kHalfEven) == "half_even");
  CHECK(to_string(Rounding::kHalfUp) == "half_up");
  CHECK(to_string(Rounding::kHalfAway) == "half_away");
  CHECK(to_string(Rounding::kFloor) == "floor");
  CHECK(to_string(Rounding::kTowardZero) == "toward_zero");
  CHECK(to_string(Overflow::kSaturate) == "saturate");
  CHECK(to_string(Overflow::kWrap) == "wrap");
}

}  // namespace rtl4ml
