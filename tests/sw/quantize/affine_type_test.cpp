#include "sw/quantize/affine_type.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "sw/number/convert.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

/// The nearest of all codes by distance, written without rounding or clamping: of two equally near ones the even offset
/// from the zero point.
std::int64_t nearest_code(double value, const AffineType& type) {
  std::int64_t best = type.min_code();
  double least = test::kInfinity;
  for (std::int64_t code = type.min_code(); code <= type.max_code(); ++code) {
    const double distance = std::abs(value - static_cast<double>(code - type.zero_point) * type.scale);
    const bool even = (code - type.zero_point) % 2 == 0;
    if (distance < least || (distance == least && even)) {
      least = distance;
      best = code;
    }
  }
  return best;
}

}  // namespace

TEST_CASE("quantize gives the nearest code for every small type, ties to even", "[quantize]") {
  for (int width = 1; width <= 6; ++width) {
    for (const bool is_signed : {true, false}) {
      for (const bool narrow : {false, true}) {
        AffineType type{width, is_signed, 0.75, 0, narrow};
        if (type.min_code() >= type.max_code()) continue;
        for (type.zero_point = type.min_code(); type.zero_point <= type.max_code(); ++type.zero_point) {
          for (int eighths = -1000; eighths <= 1000; ++eighths) {  // multiples of 1/8 of a step, ties among them
            const double value = eighths * 0.75 / 8.0;
            if (quantize(value, type) == nearest_code(value, type)) continue;
            FAIL(to_string(type) << ": " << value << " is " << quantize(value, type) << " and not "
                                 << nearest_code(value, type));
          }
        }
      }
    }
  }
  SUCCEED();
}

TEST_CASE("quantization is idempotent, monotone, within half a step, and saturates at the ends", "[quantize]") {
  const std::uint64_t seed = test::seed();
  INFO("RTL4ML_SEED=" << seed);
  Random random(seed);
  for (int round = 0; round < 300; ++round) {
    const AffineShape shape{1 + static_cast<int>(random.below(32)), random.below(2) != 0, random.below(2) != 0,
                            random.below(2) != 0};
    const double low = -std::exp2(random.uniform(-30, 30));
    const double high = std::exp2(random.uniform(-30, 30));
    const Result<AffineType> made = affine_type_of_range(low, high, shape);
    if (!made) {
      CHECK(shape.width <= 2);
      continue;
    }
    const AffineType& type = *made;
    INFO(to_string(type));
    const double lowest = dequantize(type.min_code(), type);
    const double highest = dequantize(type.max_code(), type);
    CHECK(quantize(-test::kInfinity, type) == type.min_code());
    CHECK(quantize(test::kInfinity, type) == type.max_code());
    CHECK(fake_quantize(0.0, type) == 0.0);
    double before = -test::kInfinity;
    std::int64_t code_before = type.min_code();
    for (int i = -40; i <= 40; ++i) {
      const double value = i * std::max(-low, high) / 30.0;
      const std::int64_t code = quantize(value, type);
      const double back = dequantize(code, type);
      CHECK(quantize(back, type) == code);
      CHECK((value > before && code >= code_before));
      if (value >= lowest && value <= highest) CHECK(std::abs(back - value) <= 0.5 * type.scale * (1.0 + 1e-6));
      if (value < lowest) CHECK(code == type.min_code());
      if (value > highest) CHECK(code == type.max_code());
      before = value;
      code_before = code;
    }
    // The range it was made for is held up to half a step; symmetric unsigned types give up what is negative.
    if (shape.is_signed || !shape.symmetric) CHECK(lowest <= low + 0.5 * type.scale * (1.0 + 1e-6));
    CHECK(highest >= high - 0.5 * type.scale * (1.0 + 1e-6));
  }
}

TEST_CASE("the types of ranges are those of the formulas", "[quantize]") {
  CHECK(affine_type_of_range(-1.0, 2.54, {8, true, true, false}).value() == AffineType{8, true, 2.54 / 127, 0, false});
  CHECK(affine_type_of_range(-2.54, 1.0, {8, true, true, true}).value().min_code() == -127);
  CHECK(affine_type_of_range(-1.0, 2.55, {8, false, true, false}).value() ==
        AffineType{8, false, 2.55 / 255, 0, false});
  CHECK(affine_type_of_range(-1.0, 3.0, {2, false, false, false}).value() == AffineType{2, false, 4.0 / 3, 1, false});
  CHECK(affine_type_of_range(-1.0, 3.0, {2, true, false, false}).value() == AffineType{2, true, 4.0 / 3, -1, false});
  CHECK(affine_type_of_range(3.0, 6.0, {4, false, false, false}).value().zero_point == 0);  // widened to hold 0
  CHECK(affine_type_of_range(-6.0, -3.0, {4, false, false, false}).value().zero_point == 15);
  CHECK(affine_type_of_range(0.0, 0.0, {8, true, true, false}).value() == AffineType{8, true, 1.0, 0, false});
  CHECK(affine_type_of_range(0.0, 0.0, {8, false, false, true}).value() == AffineType{8, false, 1.0, 0, false});
  const double most = std::numeric_limits<double>::max();
  CHECK(std::isfinite(affine_type_of_range(-most, most, {8, true, false, false}).value().scale));
  CHECK(affine_type_of_range(0.0, 5e-324, {32, true, true, false}).value().scale > 0.0);
}

TEST_CASE("ranges and widths that have no type are told", "[quantize]") {
  for (const int width : {0, -3, 33}) {
    CHECK(test::code_of(affine_type_of_range(-1.0, 1.0, {width, true, true, false})) == "quantize.width");
  }
  CHECK(test::code_of(affine_type_of_range(-1.0, 1.0, {1, true, true, false})) == "quantize.width");
  CHECK(test::code_of(affine_type_of_range(-1.0, 1.0, {1, true, false, true})) == "quantize.width");
  CHECK(affine_type_of_range(-1.0, 1.0, {1, true, false, false}));
  CHECK(affine_type_of_range(-1.0, 1.0, {1, false, true, false}));
  CHECK(test::code_of(affine_type_of_range(-test::kInfinity, 1.0, {8, true, true, false})) == "quantize.non_finite");
  CHECK(test::code_of(affine_type_of_range(0.0, std::nan(""), {8, true, true, false})) == "quantize.non_finite");
}

TEST_CASE("a fixed-point type and its affine type have the same codes and values", "[quantize]") {
  for (const FixedType fixed : {FixedType{6, 2, true}, FixedType{5, -3, false}, FixedType{1, 0, true},
                                FixedType{4, 64, true}, FixedType{4, -64, false}}) {
    const AffineType type = affine_type_of(fixed);
    CHECK(fixed_type_of(type) == fixed);
    for (int sixteenths = -1500; sixteenths <= 1500; ++sixteenths) {
      const double value = std::ldexp(sixteenths, -fixed.frac_width - 4);
      REQUIRE(quantize(value, type) == quantize(value, fixed, Rounding::kHalfEven, Overflow::kSaturate));
      REQUIRE(dequantize(quantize(value, type), type) == dequantize(quantize(value, type), fixed));
    }
  }
  CHECK_FALSE(fixed_type_of({8, true, 0.75, 0, false}));
  CHECK_FALSE(fixed_type_of({8, true, 0.5, 1, false}));
  CHECK_FALSE(fixed_type_of({8, true, 0.5, 0, true}));
  CHECK_FALSE(fixed_type_of({8, true, std::exp2(65), 0, false}));
  CHECK(to_string(AffineType{8, false, 0.25, 3, false}) == "u8 * 0.25 + 3");
}

TEST_CASE("rows are quantized each by its own type", "[quantize]") {
  const std::vector<float> values = {0.3F, 1.2F, 0.3F, 1.2F};
  const std::vector<AffineType> types = {{8, true, 1.0, 0, false}, {8, true, 0.5, 0, false}};
  std::vector<float> result(4);
  fake_quantize(values, types, result);
  CHECK(result == std::vector<float>{0.0F, 1.0F, 0.5F, 1.0F});
  fake_quantize(values, std::span(types).first(1), result);
  CHECK(result == std::vector<float>{0.0F, 1.0F, 0.0F, 1.0F});
}

}  // namespace rtl4ml
