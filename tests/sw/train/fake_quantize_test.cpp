#include "sw/train/fake_quantize.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "sw/data/random.hpp"
#include "sw/number/convert.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

float by_definition(float value, const FixedType& type) {
  return static_cast<float>(
      dequantize(quantize(static_cast<double>(value), type, Rounding::kHalfEven, Overflow::kSaturate), type));
}

/// Values all over the range and beyond, ties among them.
std::vector<float> spread(const FixedType& type, Random& random) {
  const double unit = std::ldexp(1.0, -type.frac_width);
  const double range = std::ldexp(unit, std::min(type.width, 8) + 1);
  std::vector<float> values;
  for (double value = -range; value <= range; value += unit / 8) values.push_back(static_cast<float>(value));
  const double whole = std::ldexp(unit, type.width);
  for (int i = 0; i < 200; ++i) values.push_back(static_cast<float>(random.uniform(-whole, whole)));
  return values;
}

}  // namespace

TEST_CASE("fake quantization is dequantize(quantize(x)) of the integer oracle", "[train]") {
  Random random(7);
  for (const bool is_signed : {true, false}) {
    for (const int width : {1, 2, 3, 4, 5, 8, 12, 16, 22, 23, 24}) {
      for (const int frac_width : {-3, 0, 2, 7, 30}) {
        const FixedType type{width, frac_width, is_signed};
        INFO(to_string(type));
        const std::vector<float> values = spread(type, random);
        std::vector<float> result(values.size());
        fake_quantize(grid_of(type), values, result);
        int differences = 0;
        for (std::size_t i = 0; i < values.size(); ++i) differences += result[i] != by_definition(values[i], type);
        CHECK(differences == 0);
      }
    }
  }
  std::vector<float> odd = {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), NAN};
  fake_quantize(grid_of({4, 1, true}), odd, odd);
  CHECK(odd[0] == 3.5F);
  CHECK(odd[1] == -4.0F);
  CHECK(std::isnan(odd[2]));
}

TEST_CASE("a scale that is no power of two: the nearest multiple", "[train]") {
  const Grid grid{.scale = 0.3, .low = -8, .high = 7, .width = 4};
  const std::vector<float> values = {0.1F, 0.2F, 1.0F, -0.5F, 9.0F, -9.0F};
  std::vector<float> result(values.size());
  fake_quantize(grid, values, result);
  const std::vector<double> expected = {0.0, 0.3, 0.9, -0.6, 2.1, -2.4};
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(result[i] == static_cast<float>(expected[i]));
}

TEST_CASE("straight-through gradients are zero outside the range, and there only", "[train]") {
  const std::vector<float> values = {-4.5F, -4.0F, -3.9F, 0.0F, 3.4F, 3.5F, 3.6F};
  std::vector<float> gradient = {1, 2, 3, 4, 5, 6, 7};
  pass_straight_through(grid_of({4, 1, true}), values, gradient, gradient);
  CHECK(gradient == std::vector<float>{0, 2, 3, 4, 5, 6, 0});
  gradient = {1, 2, 3, 4, 5, 6, 7};
  pass_straight_through(grid_of({3, 1, false}), values, gradient, gradient);  // 0 to 3.5
  CHECK(gradient == std::vector<float>{0, 0, 0, 4, 5, 6, 0});
}

TEST_CASE("LSQ's gradients are those of the paper", "[train]") {
  Random random(3);
  for (const bool is_signed : {true, false}) {
    const FixedType type{4, 0, is_signed};
    Grid grid = grid_of(type);
    grid.scale = 0.25;
    std::vector<float> values(5003);  // no multiple of the vectors
    std::vector<float> gradient(values.size());
    for (float& value : values) value = static_cast<float>(random.uniform(-4.5, 4.5));
    for (float& value : gradient) value = static_cast<float>(random.uniform(-1, 1));
    const std::vector<float> incoming = gradient;
    const double sum = lsq_gradients(grid, values, gradient, gradient);
    double expected = 0.0;
    int wrong = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double v = static_cast<double>(values[i]) / grid.scale;
      const double low = is_signed ? -8.0 : 0.0;
      const double high = is_signed ? 7.0 : 15.0;
      const double slope = v <= low ? low : v >= high ? high : std::nearbyint(v) - v;
      expected += static_cast<double>(incoming[i]) * slope;
      wrong += gradient[i] != (v > low && v < high ? incoming[i] : 0.0F);
    }
    CHECK(wrong == 0);
    CHECK(sum == Approx(expected).epsilon(1e-4));
    // Beyond the ends the value really is scale * code: a finite difference says the same.
    std::vector<float> far = {100.0F};
    std::vector<float> one = {1.0F};
    const double slope = lsq_gradients(grid, far, one, one);
    Grid wider = grid;
    wider.scale = 0.5;
    std::vector<float> before(1);
    std::vector<float> after(1);
    fake_quantize(grid, far, before);
    fake_quantize(wider, far, after);
    CHECK(slope == Approx((after[0] - before[0]) / 0.25));
  }
}

TEST_CASE("PACT's gradients are those of the paper", "[train]") {
  Grid grid = grid_of({2, 0, false});
  grid.scale = 0.5;  // bound 1.5
  const std::vector<float> values = {-0.1F, 0.0F, 0.7F, 1.49F, 1.5F, 2.0F};
  std::vector<float> gradient = {1, 2, 4, 8, 16, 32};
  CHECK(pact_gradients(grid, values, gradient, gradient) == 48.0);
  CHECK(gradient == std::vector<float>{0, 2, 4, 8, 0, 0});
}

}  // namespace rtl4ml
