#include "sw/quantize/adaround.hpp"

#include <cmath>
#include <limits>

#include "sw/quantize/observer.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

/// Vectors whose features go together, as those of images do: there rounding to nearest is not best.
std::vector<float> correlated(Random& random, std::size_t count, std::size_t features) {
  std::vector<float> values;
  for (std::size_t i = 0; i < count; ++i) {
    const double common = random.normal();
    for (std::size_t j = 0; j < features; ++j)
      values.push_back(static_cast<float>(1.0 + common + 0.3 * random.normal()));
  }
  return values;
}

/// Mean squared error of one output by the definition.
double error_of(const std::vector<float>& weight, const std::vector<double>& rounded, const std::vector<float>& data) {
  double sum = 0.0;
  for (std::size_t vector = 0; vector < data.size(); vector += weight.size()) {
    double difference = 0.0;
    for (std::size_t i = 0; i < weight.size(); ++i)
      difference += (rounded[i] - static_cast<double>(weight[i])) * static_cast<double>(data[vector + i]);
    sum += difference * difference;
  }
  return sum * static_cast<double>(weight.size()) / static_cast<double>(data.size());
}

}  // namespace

TEST_CASE("AdaRound lies between rounding to nearest and the best of all roundings", "[quantize]") {
  const std::uint64_t seed = test::seed();
  INFO("RTL4ML_SEED=" << seed);
  Random random(seed);
  double nearest = 0.0, found = 0.0, best = 0.0;
  constexpr std::size_t kIn = 8;
  for (int round = 0; round < 12; ++round) {
    const LinearLayer linear{kIn, 1, test::normal_values(random, kIn), {}};
    const std::vector<float> data = correlated(random, 64, kIn);
    const AffineType type = observed_type(linear.weight, ObserverKind::kMinMax, {3, true, true, false}).value();
    const AdaRounded result = adaround(linear, std::span(&type, 1), data);
    std::vector<double> rounded(kIn);
    for (std::size_t i = 0; i < kIn; ++i) {
      rounded[i] = dequantize(result.codes[i], type);
      CHECK(std::abs(rounded[i] - static_cast<double>(linear.weight[i])) < type.scale * (1 + 1e-9));
    }
    CHECK(error_of(linear.weight, rounded, data) == Approx(result.error[0]).epsilon(1e-5));
    CHECK(result.error[0] <= result.nearest_error[0]);
    double least = std::numeric_limits<double>::infinity();
    for (unsigned bits = 0; bits < 1U << kIn; ++bits) {
      for (std::size_t i = 0; i < kIn; ++i) {
        const auto floor = static_cast<std::int64_t>(std::floor(static_cast<double>(linear.weight[i]) / type.scale));
        rounded[i] = dequantize(std::min(floor + ((bits >> i & 1U) != 0 ? 1 : 0), type.max_code()), type);
      }
      least = std::min(least, error_of(linear.weight, rounded, data));
    }
    CHECK(result.error[0] >= least * (1 - 1e-5));
    nearest += result.nearest_error[0];
    found += result.error[0];
    best += least;
  }
  CAPTURE(nearest, found, best);
  CHECK(found - best < 0.7 * (nearest - best));
}

TEST_CASE("AdaRound halves the error of rounding to nearest and gives the same codes every time", "[quantize]") {
  Random random(test::seed());
  const LinearLayer linear = test::normal_linear(random, 40, 12);
  const std::vector<float> data = correlated(random, 200, 40);
  const std::vector<AffineType> types =
      observed_row_types(linear.weight, 12, ObserverKind::kMse, {4, true, true, true}).value();
  const AdaRounded result = adaround(linear, types, data);
  double nearest = 0.0, found = 0.0;
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(result.error[i] <= result.nearest_error[i]);
    nearest += result.nearest_error[i];
    found += result.error[i];
  }
  CAPTURE(nearest, found);
  CHECK(found < 0.5 * nearest);
  CHECK(adaround(linear, types, data).codes == result.codes);
  for (std::size_t i = 0; i < result.codes.size(); ++i) {
    CHECK(result.codes[i] >= types[i / 40].min_code());
    CHECK(result.codes[i] <= types[i / 40].max_code());
  }
}

TEST_CASE("exact weights, zero weights and zero data stay as they are", "[quantize]") {
  const AffineType type{4, true, 0.5, 0, false};
  const LinearLayer linear{3, 2, {1.5F, -4.0F, 0.0F, 0.0F, 3.5F, -1.0F}, {}};
  const std::vector<std::int64_t> expected = {3, -8, 0, 0, 7, -2};
  CHECK(adaround(linear, std::span(&type, 1), std::vector<float>{1.0F, 2.0F, 3.0F}).codes == expected);
  CHECK(adaround(linear, std::span(&type, 1), std::vector<float>(3)).codes == expected);
}

}  // namespace rtl4ml
