#include "sw/number/convert.hpp"

#include <cmath>
#include <limits>

#include "tests/catch.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {
namespace {

const Int128 kLeast = std::numeric_limits<Int128>::min();
const Int128 kMost = std::numeric_limits<Int128>::max();

}  // namespace

TEST_CASE("round_shift is its definition for every small number, shift and mode", "[number]") {
  for (const Rounding rounding : kRoundings) {
    for (int shift = -4; shift <= 9; ++shift) {
      for (int value = -600; value <= 600; ++value) {
        const double expected = rounded(std::ldexp(value, -shift), rounding);
        if (static_cast<double>(round_shift(value, shift, rounding)) == expected) continue;
        FAIL(to_string(rounding) << " of " << value << " >> " << shift << " is not " << expected);
      }
    }
  }
  SUCCEED();
}

TEST_CASE("convert is its definition for every small type, number, shift and mode", "[number]") {
  for (const Rounding rounding : kRoundings) {
    for (const Overflow overflow : kOverflows) {
      for (int width = 1; width <= 6; ++width) {
        for (int shift = -7; shift <= 7; ++shift) {
          for (const bool is_signed : {false, true}) {
            const FixedType type = {width, 2 - shift, is_signed};
            for (int value = -140; value <= 140; ++value) {
              const double expected = fitted(rounded(std::ldexp(value, -shift), rounding), type, overflow);
              if (static_cast<double>(convert(value, 2, type, rounding, overflow)) == expected) continue;
              FAIL(value << " to " << to_string(type) << ", " << to_string(rounding) << ", " << to_string(overflow)
                         << " is not " << expected);
            }
          }
        }
      }
    }
  }
  SUCCEED();
}

TEST_CASE("shifts as far as the number is wide, and farther", "[number]") {
  for (const int shift : {127, 128, 129, 200, 1000}) {
    for (const Rounding rounding : kRoundings) {
      CAPTURE(shift, to_string(rounding));
      CHECK(round_shift(0, shift, rounding) == 0);
      CHECK(round_shift(1, shift, rounding) == 0);
      CHECK(round_shift(-1, shift, rounding) == (rounding == Rounding::kFloor ? -1 : 0));
    }
  }
  // The least number is a whole, a half and a quarter of a unit.
  CHECK(round_shift(kLeast, 127, Rounding::kHalfEven) == -1);
  CHECK(round_shift(kLeast, 128, Rounding::kHalfEven) == 0);
  CHECK(round_shift(kLeast, 128, Rounding::kHalfUp) == 0);
  CHECK(round_shift(kLeast, 128, Rounding::kHalfAway) == -1);
  CHECK(round_shift(kLeast, 128, Rounding::kFloor) == -1);
  CHECK(round_shift(kLeast, 128, Rounding::kTowardZero) == 0);
  CHECK(round_shift(kLeast, 129, Rounding::kHalfAway) == 0);
  CHECK(round_shift(kMost, 127, Rounding::kHalfEven) == 1);
  CHECK(round_shift(kMost, 127, Rounding::kTowardZero) == 0);
  CHECK(round_shift(kMost, 128, Rounding::kHalfUp) == 0);
  CHECK(round_shift(0, -500, Rounding::kHalfEven) == 0);
}

TEST_CASE("numbers of more than 64 bits are exact", "[number]") {
  const Int128 big = (Int128{1} << 100) + (Int128{1} << 59);
  CHECK(round_shift(big, 60, Rounding::kHalfEven) == Int128{1} << 40);
  CHECK(round_shift(big, 60, Rounding::kHalfUp) == (Int128{1} << 40) + 1);
  CHECK(round_shift(-big, 60, Rounding::kHalfAway) == -(Int128{1} << 40) - 1);
  CHECK(round_shift(big + 1, 60, Rounding::kHalfEven) == (Int128{1} << 40) + 1);
  CHECK(round_shift(3, -100, Rounding::kHalfEven) == Int128{3} << 100);
}

TEST_CASE("far left shifts saturate by the sign, wrap to zero", "[number]") {
  const FixedType s8 = {8, 64, true};
  const FixedType u32 = {32, 64, false};
  for (const Rounding rounding : kRoundings) {
    for (const int from : {-64, -10, 20}) {
      CHECK(convert(1, from, s8, rounding, Overflow::kSaturate) == 127);
      CHECK(convert(-1, from, s8, rounding, Overflow::kSaturate) == -128);
      CHECK(convert(-1, from, u32, rounding, Overflow::kSaturate) == 0);
      CHECK(convert(kMost, from, u32, rounding, Overflow::kSaturate) == 0xffffffffLL);
      CHECK(convert(0, from, s8, rounding, Overflow::kSaturate) == 0);
      CHECK(convert(kLeast, from, s8, rounding, Overflow::kWrap) == 0);
    }
  }
  CHECK(convert(1, -64, s8, Rounding::kHalfEven, Overflow::kWrap) == 0);           // 128 places
  CHECK(convert(kMost, 63, s8, Rounding::kHalfEven, Overflow::kSaturate) == 127);  // one place, and still too many
  CHECK(convert(kLeast, 63, s8, Rounding::kHalfEven, Overflow::kSaturate) == -128);
  CHECK(convert(-1, 0, {32, 31, true}, Rounding::kHalfEven, Overflow::kSaturate) == -(1LL << 31));
  CHECK(convert(1, 0, {32, 31, true}, Rounding::kHalfEven, Overflow::kSaturate) == (1LL << 31) - 1);
  CHECK(convert(1, 0, {32, 31, true}, Rounding::kHalfEven, Overflow::kWrap) == -(1LL << 31));
  CHECK(convert(1, 0, {32, 31, false}, Rounding::kHalfEven, Overflow::kSaturate) == 1LL << 31);
  CHECK(convert(-1, 0, {1, 0, true}, Rounding::kHalfEven, Overflow::kSaturate) == -1);
}

TEST_CASE("fit keeps the low bits, or the nearest code", "[number]") {
  const FixedType s1 = {1, 0, true};
  CHECK(fit(1, s1, Overflow::kWrap) == -1);
  CHECK(fit(1, s1, Overflow::kSaturate) == 0);
  CHECK(fit(kLeast, {32, 0, false}, Overflow::kWrap) == 0);
  CHECK(fit(kMost, {32, 0, false}, Overflow::kWrap) == 0xffffffffLL);
  CHECK(fit(kMost, {32, 0, true}, Overflow::kWrap) == -1);
  CHECK(fit(kLeast, {32, 0, true}, Overflow::kSaturate) == -(1LL << 31));
}

TEST_CASE("quantize is its definition on a fine grid of reals", "[number]") {
  for (const Rounding rounding : kRoundings) {
    for (const Overflow overflow : kOverflows) {
      for (const FixedType type : {FixedType{4, 2, true}, FixedType{4, -2, false}, FixedType{1, 0, true}}) {
        for (int i = -400; i <= 400; ++i) {
          const double x = i / 16.0;
          const double scaled = std::ldexp(x, type.frac_width);
          CHECK(static_cast<double>(quantize(x, type, rounding, overflow)) ==
                fitted(rounded(scaled, rounding), type, overflow));
        }
      }
    }
  }
}

TEST_CASE("quantize is exact where adding a half in floating point is not", "[number]") {
  const FixedType type = {8, 0, true};
  const double below_half = std::nextafter(0.5, 0.0);  // + 0.5 is 1 in double
  CHECK(quantize(below_half, type, Rounding::kHalfUp, Overflow::kSaturate) == 0);
  CHECK(quantize(-below_half, type, Rounding::kHalfAway, Overflow::kSaturate) == 0);
  CHECK(quantize(std::nextafter(0.5, 1.0), type, Rounding::kHalfEven, Overflow::kSaturate) == 1);
}

TEST_CASE("quantize takes every finite number, and infinities", "[number]") {
  const FixedType type = {8, 3, true};
  const double infinity = std::numeric_limits<double>::infinity();
  const double tiny = std::numeric_limits<double>::denorm_min();
  const double huge = std::numeric_limits<double>::max();
  CHECK(quantize(infinity, type, Rounding::kHalfEven, Overflow::kSaturate) == 127);
  CHECK(quantize(-infinity, type, Rounding::kHalfEven, Overflow::kSaturate) == -128);
  CHECK(quantize(infinity, type, Rounding::kHalfEven, Overflow::kWrap) == 0);
  CHECK(quantize(huge, type, Rounding::kHalfEven, Overflow::kSaturate) == 127);
  CHECK(quantize(-huge, type, Rounding::kHalfEven, Overflow::kWrap) == 0);
  CHECK(quantize(tiny, type, Rounding::kHalfUp, Overflow::kSaturate) == 0);
  CHECK(quantize(-tiny, type, Rounding::kFloor, Overflow::kSaturate) == -1);
  CHECK(quantize(-0.0, type, Rounding::kFloor, Overflow::kSaturate) == 0);
}

TEST_CASE("dequantize and quantize are each other's inverse on all codes", "[number]") {
  for (const FixedType type : {FixedType{10, 3, true}, FixedType{10, -64, false}, FixedType{10, 64, true}}) {
    for (std::int64_t code = type.min_code(); code <= type.max_code(); ++code) {
      CHECK(quantize(dequantize(code, type), type, Rounding::kFloor, Overflow::kWrap) == code);
    }
  }
  CHECK(dequantize(-5, {8, 3, true}) == -0.625);
  CHECK(dequantize(0xffffffffLL, {32, -64, false}) == std::ldexp(4294967295.0, 64));
}

}  // namespace rtl4ml
