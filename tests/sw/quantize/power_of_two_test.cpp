#include "sw/quantize/power_of_two.hpp"

#include <cmath>
#include <vector>

#include "sw/number/convert.hpp"
#include "sw/quantize/observer.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

/// Whether the type holds the value, found by a type of 32 bits that saturates nothing here.
bool holds(const FixedType& type, double value) {
  const FixedType wide{kMaxWidth, type.frac_width, type.is_signed};
  return quantize(value, wide, Rounding::kHalfEven, Overflow::kSaturate) ==
         quantize(value, type, Rounding::kHalfEven, Overflow::kSaturate);
}

AffineType observed(const std::vector<float>& values, int width, bool is_signed) {
  return observed_type(values, ObserverKind::kMinMax, {width, is_signed, true, false}).value();
}

}  // namespace

TEST_CASE("the power of two is the nearest in its exponent, or the next larger one", "[quantize]") {
  for (int i = -600; i <= 600; ++i) {
    const double exponent = i / 20.0;
    const AffineType type{8, true, std::exp2(exponent), 0, false};
    CAPTURE(exponent);
    if (i % 20 != 10 && i % 20 != -10) {
      CHECK(scale_approximate(type, {}, ScaleRounding::kRound).value().type.frac_width == -std::lround(exponent));
    }
    CHECK(scale_approximate(type, {}, ScaleRounding::kCeil).value().type.frac_width ==
          -std::lround(std::ceil(exponent)));
  }
}

TEST_CASE("overflow by rounding down is counted, and the needed width is the least that holds all", "[quantize]") {
  const std::uint64_t seed = test::seed();
  INFO("RTL4ML_SEED=" << seed);
  Random random(seed);
  int overflowed = 0;
  for (int round = 0; round < 400; ++round) {
    const std::vector<float> values = test::normal_values(random, 30, std::exp2(random.uniform(-8, 8)));
    const int width = 2 + static_cast<int>(random.below(9));
    const bool is_signed = random.below(2) != 0;
    const AffineType type = observed(values, width, is_signed);
    for (const ScaleRounding rounding : {ScaleRounding::kRound, ScaleRounding::kCeil, ScaleRounding::kMse}) {
      const ScaleApproximation result = scale_approximate(type, values, rounding).value();
      INFO(to_string(rounding) << " " << to_string(type) << " -> " << to_string(result.type));
      std::int64_t overflowing = 0;
      FixedType needed = result.type;
      for (const float value : values) {
        if (!is_signed && value < 0.0F) continue;  // no width mends it
        if (!holds(result.type, value)) ++overflowing;
        while (!holds(needed, value)) ++needed.width;
      }
      CHECK(result.overflowing == overflowing);
      CHECK(result.width_needed == needed.width);
      if (rounding == ScaleRounding::kCeil) CHECK(result.overflowing == 0);
      if (rounding == ScaleRounding::kRound) CHECK(result.width_needed <= width + 1);
      if (rounding == ScaleRounding::kRound && overflowing > 0) {
        ++overflowed;
        CHECK(std::ldexp(1.0, -result.type.frac_width) < type.scale);
      }
    }
  }
  CHECK(overflowed > 50);
}

TEST_CASE("of least squared error is no worse than either neighbour", "[quantize]") {
  Random random(test::seed());
  const std::vector<float> values = test::normal_values(random, 500, 0.3);
  for (const int width : {2, 4, 8}) {
    const AffineType type = observed(values, width, true);
    const auto error = [&](ScaleRounding rounding) {
      const FixedType fixed = scale_approximate(type, values, rounding).value().type;
      double sum = 0.0;
      for (const float value : values) sum += std::pow(fake_quantize(value, affine_type_of(fixed)) - value, 2);
      return sum;
    };
    CHECK(error(ScaleRounding::kMse) <= error(ScaleRounding::kRound));
    CHECK(error(ScaleRounding::kMse) <= error(ScaleRounding::kCeil));
  }
}

TEST_CASE("the least code is held by one bit less than its magnitude tells", "[quantize]") {
  const AffineType type{4, true, 1.2, 0, false};  // rounded down to 1
  const auto needed = [&](float value) {
    return scale_approximate(type, std::vector<float>{value}, ScaleRounding::kRound).value().width_needed;
  };
  CHECK(needed(-8.0F) == 4);
  CHECK(needed(-8.6F) == 5);
  CHECK(needed(7.4F) == 4);
  CHECK(needed(8.0F) == 5);
  CHECK(needed(100.0F) == 4);  // beyond the affine type too
  // The finer scale costs the one value -16 and gains a hundred others; as -2^4 it is a code of 5 bits.
  std::vector<float> values(100, 7.0F);
  values.push_back(-16.0F);
  const ScaleApproximation finer = scale_approximate({4, true, 2.0, 0, false}, values, ScaleRounding::kMse).value();
  CHECK(finer.type.frac_width == 0);
  CHECK(finer.overflowing == 1);
  CHECK(finer.width_needed == 5);
}

TEST_CASE("scales that no fixed-point type has are told", "[quantize]") {
  CHECK(test::code_of(scale_approximate({8, true, 1.0, 3, false}, {}, ScaleRounding::kRound)) == "quantize.zero_point");
  CHECK(test::code_of(scale_approximate({8, true, 1e-30, 0, false}, {}, ScaleRounding::kRound)) ==
        "quantize.frac_width");
  CHECK(test::code_of(scale_approximate({8, true, 1e30, 0, false}, {}, ScaleRounding::kCeil)) == "quantize.frac_width");
  CHECK(test::code_of(scale_approximate({}, std::vector<float>{std::nanf("")}, ScaleRounding::kMse)) ==
        "quantize.non_finite");
  CHECK(parse_scale_rounding("ceil", "").value() == ScaleRounding::kCeil);
  CHECK(to_string(ScaleRounding::kMse) == "mse");
  CHECK(test::code_of(parse_scale_rounding("floor", "here")) == "quantize.scale_rounding");
}

}  // namespace rtl4ml
