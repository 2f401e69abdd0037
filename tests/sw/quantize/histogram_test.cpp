#include "sw/quantize/histogram.hpp"

#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {

TEST_CASE("every value lies in the bin of its magnitude, zeros apart", "[quantize]") {
  const std::uint64_t seed = test::seed();
  INFO("RTL4ML_SEED=" << seed);
  Random random(seed);
  std::vector<float> values = test::normal_values(random, 3000, 0.37);
  values.insert(values.end(), {0.0F, -0.0F, 1e-30F});
  Histogram histogram;
  histogram.add(values);
  const double width = histogram.bin_width();
  int exponent = 0;
  CHECK(std::frexp(width, &exponent) == 0.5);
  std::vector<std::int64_t> positive(Histogram::kBins), negative(Histogram::kBins);
  double largest = 0.0;
  for (const float value : values) {
    const double magnitude = std::abs(static_cast<double>(value));
    largest = std::max(largest, magnitude);
    if (value > 0.0F) ++positive[static_cast<std::size_t>(std::floor(magnitude / width))];
    if (value < 0.0F) ++negative[static_cast<std::size_t>(std::floor(magnitude / width))];
  }
  CHECK(histogram.positive() == positive);
  CHECK(histogram.negative() == negative);
  CHECK(histogram.zeros() == 2);
  CHECK(histogram.count() == 3003);
  CHECK(largest / width >= Histogram::kBins / 2);
  CHECK(largest / width < Histogram::kBins);
  CHECK(histogram.magnitudes()[7] == positive[7] + negative[7]);
}

TEST_CASE("a histogram depends on the values, not on their order or batches", "[quantize]") {
  Random random(5);
  std::vector<float> values = test::normal_values(random, 2000);
  for (std::size_t i = 0; i < values.size(); i += 3) values[i] *= 1e-4F;
  values[1000] = 300.0F;
  Histogram whole;
  whole.add(values);
  Histogram pieces;
  std::sort(values.begin(), values.end(), [](float a, float b) { return std::abs(a) < std::abs(b); });
  for (const float value : values) pieces.add(std::span(&value, 1));
  CHECK(pieces.bin_width() == whole.bin_width());
  CHECK(pieces.positive() == whole.positive());
  CHECK(pieces.negative() == whole.negative());
}

TEST_CASE("nothing, zeros, subnormals and the largest floats", "[quantize]") {
  Histogram histogram;
  histogram.add({});
  CHECK(histogram.count() == 0);
  const std::vector<float> zeros(5);
  histogram.add(zeros);
  CHECK(histogram.bin_width() == 0.0);
  CHECK(histogram.zeros() == 5);
  const std::vector<float> extremes = {1e-45F, -3.4e38F};
  histogram.add(extremes);
  CHECK(histogram.positive()[0] == 1);
  CHECK(histogram.count() == 7);
}

}  // namespace rtl4ml
