#include "sw/quantize/clipping.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

struct Data {
  std::vector<float> values;
  Histogram histogram;
  ClippedRange extremes;
};

Data data_of(std::vector<float> values) {
  Data data{std::move(values), {}, {}};
  data.histogram.add(data.values);
  for (const float value : data.values) {
    data.extremes.low = std::min<double>(data.extremes.low, value);
    data.extremes.high = std::max<double>(data.extremes.high, value);
  }
  return data;
}

/// Bell-shaped, some zeros, and a few far out on one side.
Data skewed(std::uint64_t seed, std::size_t count = 4000) {
  Random random(seed);
  std::vector<float> values = test::normal_values(random, count);
  for (std::size_t i = 0; i < count; i += 7) values[i] = 0.0F;
  for (std::size_t i = 0; i < count; i += 400) values[i] = static_cast<float>(4.0 + 8.0 * random.uniform());
  return data_of(std::move(values));
}

/// Mean squared error of the values themselves.
double mean_squared_error(const std::vector<float>& values, const AffineType& type) {
  double sum = 0.0;
  for (const float value : values) {
    const double difference = fake_quantize(static_cast<double>(value), type) - static_cast<double>(value);
    sum += difference * difference;
  }
  return sum / static_cast<double>(values.size());
}

/// The divergence of one threshold, step by step as the header says.
double divergence_of(const std::vector<std::int64_t>& bins, std::size_t i, std::size_t levels) {
  std::vector<double> p(bins.begin(), bins.begin() + static_cast<std::ptrdiff_t>(i));
  std::vector<double> sum(levels), filled(levels), q(i);
  for (std::size_t k = 0; k < i; ++k) {
    sum[k * levels / i] += p[k];
    filled[k * levels / i] += p[k] > 0.0 ? 1.0 : 0.0;
  }
  for (std::size_t k = 0; k < i; ++k) q[k] = p[k] > 0.0 ? sum[k * levels / i] / filled[k * levels / i] : 0.0;
  for (std::size_t k = i; k < bins.size(); ++k) p[i - 1] += static_cast<double>(bins[k]);
  double p_total = 0.0, q_total = 0.0, divergence = 0.0;
  for (std::size_t k = 0; k < i; ++k) {
    p_total += p[k];
    q_total += q[k];
  }
  for (std::size_t k = 0; k < i; ++k) {
    if (p[k] == 0.0) continue;
    if (q[k] == 0.0) return test::kInfinity;
    divergence += p[k] / p_total * std::log(p[k] / p_total / (q[k] / q_total));
  }
  return divergence;
}

}  // namespace

TEST_CASE("percentiles are those of the sorted values, up to a bin", "[quantize]") {
  const Data data = skewed(test::seed());
  const double bin = data.histogram.bin_width();
  std::vector<float> sorted = data.values;
  std::sort(sorted.begin(), sorted.end());
  std::vector<float> magnitudes;
  for (const float value : data.values) magnitudes.push_back(std::abs(value));
  std::sort(magnitudes.begin(), magnitudes.end());
  const auto ranked = [](const std::vector<float>& values, double percent) {
    const auto rank = static_cast<std::size_t>(std::ceil(percent / 100.0 * static_cast<double>(values.size())));
    return static_cast<double>(values[std::max<std::size_t>(rank, 1) - 1]);
  };
  for (const double percent : {50.0, 90.0, 99.0, 99.9, 100.0}) {
    CAPTURE(percent);
    const ClippedRange both = percentile_range(data.histogram, data.extremes, {8, true, true, false}, percent);
    CHECK(both.high >= std::min(ranked(magnitudes, percent), data.extremes.high));
    CHECK(both.high <= ranked(magnitudes, percent) + bin);
    const ClippedRange above = percentile_range(data.histogram, data.extremes, {8, false, true, false}, percent);
    if (ranked(sorted, percent) >= 0.0) {
      CHECK(above.high >= ranked(sorted, percent));
      CHECK(above.high <= ranked(sorted, percent) + bin);
    }
    const ClippedRange affine = percentile_range(data.histogram, data.extremes, {8, true, false, false}, percent);
    const double upper = ranked(sorted, 50.0 + percent / 2.0);
    CHECK(affine.high >= upper);
    CHECK(affine.high <= upper + bin);
    std::vector<float> reversed;
    for (const float value : sorted) reversed.insert(reversed.begin(), -value);
    const double lower = -ranked(reversed, 50.0 + percent / 2.0);
    CHECK(affine.low <= lower);
    CHECK(affine.low >= lower - bin);
  }
  const ClippedRange all = percentile_range(data.histogram, data.extremes, {8, true, false, false}, 100.0);
  CHECK(all.low == data.extremes.low);
  CHECK(all.high == data.extremes.high);
}

TEST_CASE("the expected squared error is that of values spread evenly over the bins", "[quantize]") {
  // 64 values inside each of the bins from -1 to 1: what the integral stands for.
  std::vector<float> values;
  constexpr int kPerBin = 64;
  constexpr int kBins = Histogram::kBins / 2;
  for (int i = -kBins * kPerBin; i < kBins * kPerBin; ++i)
    values.push_back(static_cast<float>((i + 0.5) / (kBins * kPerBin)));
  const Data data = data_of(std::move(values));
  CHECK(data.histogram.bin_width() == 1.0 / Histogram::kBins);
  for (const AffineType type : {AffineType{3, true, 0.2, 0, false}, AffineType{4, false, 0.11, 5, false},
                                AffineType{8, true, 1.0 / 127, 0, false}, AffineType{1, true, 0.7, 0, false}}) {
    INFO(to_string(type));
    CHECK(expected_squared_error(data.histogram, type) == Approx(mean_squared_error(data.values, type)).epsilon(1e-3));
  }
}

TEST_CASE("the range of least squares is the best of its candidates by the values themselves", "[quantize]") {
  const Data data = skewed(test::seed());
  for (const int width : {2, 3, 4, 6, 8}) {
    for (const bool is_signed : {true, false}) {
      CAPTURE(width, is_signed);
      const AffineShape symmetric{width, is_signed, true, false};
      const ClippedRange found = least_squares_range(data.histogram, data.extremes, symmetric);
      const double error =
          mean_squared_error(data.values, affine_type_of_range(found.low, found.high, symmetric).value());
      double least = test::kInfinity;
      for (int step = 1; step <= 100; ++step) {
        least = std::min(
            least, mean_squared_error(data.values, affine_type_of_range(data.extremes.low * step / 100,
                                                                        data.extremes.high * step / 100, symmetric)
                                                       .value()));
      }
      CHECK(error <= 1.02 * least);  // a bin is a hundredth of the finest step or less
      // Of an affine type no end gains by moving alone.
      const AffineShape affine{width, is_signed, false, false};
      const ClippedRange both = least_squares_range(data.histogram, data.extremes, affine);
      const double affine_error =
          mean_squared_error(data.values, affine_type_of_range(both.low, both.high, affine).value());
      for (int step = 5; step <= 100; step += 5) {
        const double high = data.extremes.high * step / 100;
        const double low = data.extremes.low * step / 100;
        CHECK(mean_squared_error(data.values, affine_type_of_range(both.low, high, affine).value()) >=
              0.97 * affine_error);
        CHECK(mean_squared_error(data.values, affine_type_of_range(low, both.high, affine).value()) >=
              0.97 * affine_error);
      }
      CHECK(affine_error <=
            1.02 * mean_squared_error(data.values,
                                      affine_type_of_range(data.extremes.low, data.extremes.high, affine).value()));
    }
  }
}

TEST_CASE("the range of least divergence is the best of all by the definition", "[quantize]") {
  const Data data = skewed(test::seed(), 1500);
  const double bin = data.histogram.bin_width();
  for (const AffineShape shape : {AffineShape{4, true, true, false}, AffineShape{8, true, true, false},
                                  AffineShape{5, false, true, false}, AffineShape{6, false, false, false}}) {
    CAPTURE(shape.width, shape.is_signed, shape.symmetric);
    const bool magnitudes = shape.is_signed || !shape.symmetric;
    const std::vector<std::int64_t> bins = magnitudes ? data.histogram.magnitudes() : data.histogram.positive();
    const std::size_t levels = std::size_t{1} << (shape.width - (magnitudes ? 1 : 0));
    const ClippedRange found = least_divergence_range(data.histogram, data.extremes, shape);
    std::size_t used = bins.size();
    while (bins[used - 1] == 0) --used;
    double least = test::kInfinity;
    for (std::size_t i = levels; i <= used; ++i) least = std::min(least, divergence_of(bins, i, levels));
    const auto chosen = static_cast<std::size_t>(std::ceil(found.high / bin));
    CHECK(divergence_of(bins, chosen, levels) == Approx(least).epsilon(1e-9).margin(1e-12));
    if (shape.width <= 5) CHECK(found.high < 0.9 * data.extremes.high);
    CHECK(found.low == std::max(data.extremes.low, -static_cast<double>(chosen) * bin));
  }
}

TEST_CASE("with more levels than bins nothing is clipped", "[quantize]") {
  const Data data = skewed(3);
  for (const int width : {13, 32}) {
    const ClippedRange found = least_divergence_range(data.histogram, data.extremes, {width, true, true, false});
    CHECK(found.high == data.extremes.high);
    CHECK(found.low == data.extremes.low);
  }
}

}  // namespace rtl4ml
