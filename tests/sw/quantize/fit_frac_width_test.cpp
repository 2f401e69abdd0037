#include "sw/quantize/fit_frac_width.hpp"

#include <limits>
#include <random>
#include <vector>

#include "sw/number/convert.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

/// Squared error by the project's own conversion.
double error_of(const std::vector<double>& values, const FixedType& type) {
  double sum = 0.0;
  for (const double value : values) {
    const double difference = value - dequantize(quantize(value, type, Rounding::kHalfEven, Overflow::kSaturate), type);
    sum += difference * difference;
  }
  return sum;
}

int fit(const std::vector<double>& values, int width, bool is_signed = true, Ties ties = Ties::kSmallest) {
  return fit_frac_width(std::span<const double>(values), width, is_signed, ties);
}

}  // namespace

TEST_CASE("exact values take the smallest frac_width that holds them", "[quantize]") {
  CHECK(fit({0.125}, 8) == 3);
  CHECK(fit({0.125, -1.0}, 8) == 3);
  CHECK(fit({0.75, 0.5}, 8, false) == 2);
  CHECK(fit({96.0, 64.0}, 8) == -5);
  CHECK(fit({0.0, 0.0}, 8) == 0);
  CHECK(fit({}, 8) == 0);
}

TEST_CASE("data takes the finest of equally good ones", "[quantize]") {
  CHECK(fit({1.0, -0.25}, 8, true, Ties::kFinest) == 6);
  CHECK(fit({1.0, -0.25}, 8, true, Ties::kSmallest) == 2);
}

TEST_CASE("no other frac_width has a smaller squared error", "[quantize]") {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  for (const int width : {1, 2, 3, 5, 8, 16}) {
    for (const double scale : {1e-6, 0.1, 1.0, 700.0}) {
      for (const bool is_signed : {true, false}) {
        std::vector<double> values(200);
        for (double& value : values) value = scale * normal(random);
        const int found = fit(values, width, is_signed);
        const double least = error_of(values, {width, found, is_signed});
        for (int frac_width = found - 12; frac_width <= found + 12; ++frac_width) {
          if (frac_width < -kMaxFracWidth || frac_width > kMaxFracWidth) continue;
          INFO("width " << width << " scale " << scale << " found " << found << " other " << frac_width);
          CHECK(error_of(values, {width, frac_width, is_signed}) >= least * (1.0 - 1e-12));
        }
      }
    }
  }
}

TEST_CASE("extreme and infinite values do not upset the fit", "[quantize]") {
  CHECK(fit({1e-300}, 8) <= kMaxFracWidth);
  CHECK(fit({1e300}, 8) >= -kMaxFracWidth);
  CHECK(fit({std::numeric_limits<double>::infinity(), 0.5}, 8) == 1);
  const std::vector<float> floats = {0.5F, -0.25F};
  CHECK(fit_frac_width(std::span<const float>(floats), 8, true, Ties::kSmallest) == 2);
}

}  // namespace rtl4ml
