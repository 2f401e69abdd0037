#include "sw/quantize/cluster.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "sw/quantize/observer.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

/// The least mean squared error of any k clusters, by dynamic programming over the sorted values.
double optimum(std::vector<float> values, std::size_t clusters) {
  std::sort(values.begin(), values.end());
  const std::size_t count = values.size();
  const auto cost = [&](std::size_t begin, std::size_t end) {
    double mean = 0.0, error = 0.0;
    for (std::size_t i = begin; i < end; ++i) mean += static_cast<double>(values[i]) / static_cast<double>(end - begin);
    for (std::size_t i = begin; i < end; ++i) error += std::pow(static_cast<double>(values[i]) - mean, 2);
    return error;
  };
  std::vector<double> least(count + 1, std::numeric_limits<double>::infinity());
  least[0] = 0.0;
  for (std::size_t k = 0; k < clusters; ++k) {
    std::vector<double> next(count + 1, std::numeric_limits<double>::infinity());
    next[0] = 0.0;
    for (std::size_t end = 1; end <= count; ++end) {
      for (std::size_t begin = 0; begin < end; ++begin)
        next[end] = std::min(next[end], least[begin] + cost(begin, end));
    }
    least = std::move(next);
  }
  return least[count] / static_cast<double>(count);
}

}  // namespace

TEST_CASE("clusters that lie apart are found, with the error of the best clustering", "[quantize]") {
  const std::uint64_t seed = test::seed();
  INFO("RTL4ML_SEED=" << seed);
  Random random(seed);
  for (int round = 0; round < 10; ++round) {
    std::vector<float> values;
    for (int i = 0; i < 60; ++i)
      values.push_back(static_cast<float>(10.0 * static_cast<double>(i % 4) + random.uniform(-1.0, 1.0)));
    const Clustered result = cluster(values, 2).value();
    CHECK(result.squared_error == Approx(optimum(values, 4)).epsilon(1e-5));
  }
}

TEST_CASE("the error never rises, ends at a fixed point and is never below the best", "[quantize]") {
  const std::uint64_t seed = test::seed();
  INFO("RTL4ML_SEED=" << seed);
  Random random(seed);
  for (int round = 0; round < 20; ++round) {
    std::vector<float> values = test::normal_values(random, 80);
    for (std::size_t i = 0; i < values.size(); i += 9) values[i] *= 20.0F;  // centroids lose their weights
    const Clustered result = cluster(values, 2).value();
    for (std::size_t i = 1; i < result.history.size(); ++i) CHECK(result.history[i] < result.history[i - 1]);
    CHECK(result.squared_error == Approx(result.history.back()).epsilon(1e-5));
    const double best = optimum(values, 4);
    CHECK(result.squared_error >= best * (1 - 1e-6));
    CHECK(result.squared_error <= 3.0 * best);
    // Every weight has the nearest centroid, every centroid is the mean of its weights.
    std::vector<double> sum(result.codebook.size()), count(result.codebook.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (const float centroid : result.codebook)
        CHECK(std::abs(values[i] - result.codebook[result.indices[i]]) <= std::abs(values[i] - centroid) * (1 + 1e-5F));
      sum[result.indices[i]] += static_cast<double>(values[i]);
      count[result.indices[i]] += 1.0;
    }
    for (std::size_t k = 0; k < sum.size(); ++k) {
      REQUIRE(count[k] > 0.0);
      CHECK(result.codebook[k] == Approx(sum[k] / count[k]).epsilon(1e-5).margin(1e-6));
    }
    CHECK(std::is_sorted(result.codebook.begin(), result.codebook.end()));
  }
}

TEST_CASE("the error falls with bits and is below that of as many even steps", "[quantize]") {
  Random random(test::seed());
  const std::vector<float> values = test::normal_values(random, 5000, 0.05);
  double before = 1e9;
  for (const int bits : {2, 3, 4, 8}) {
    const Clustered result = cluster(values, bits).value();
    const AffineType type = observed_type(values, ObserverKind::kMinMax, {bits, true, false, false}).value();
    double even = 0.0;
    for (const float value : values) even += std::pow(fake_quantize(value, type) - value, 2) / 5000.0;
    CAPTURE(bits, result.squared_error, even, result.history.size());
    CHECK(result.squared_error < before);
    CHECK(result.squared_error < even);
    before = result.squared_error;
  }
}

TEST_CASE("with no more distinct weights than clusters the weights stay as they are", "[quantize]") {
  const std::vector<float> values = {0.5F, -1.0F, 0.5F, 3.0F, 0.0F, 3.0F};
  const Clustered result = cluster(values, 2).value();
  CHECK(result.codebook == std::vector<float>{-1.0F, 0.0F, 0.5F, 3.0F});
  CHECK(dequantize(result) == values);
  CHECK(result.squared_error == 0.0);
  CHECK(cluster(std::vector<float>(7), 8).value().codebook == std::vector<float>{0.0F});
  CHECK(dequantize(cluster(values, 8).value()) == values);
}

TEST_CASE("sizes hold indices and codebook", "[quantize]") {
  CHECK(clustered_bytes(1000, 4, 16) == 500 + 64);
  CHECK(clustered_bytes(1001, 2, 4) == 251 + 16);
  CHECK(clustered_bytes(1000, 8, 200) == 1000 + 800);
}

TEST_CASE("what cannot be clustered is told", "[quantize]") {
  CHECK(test::code_of(cluster({}, 4)) == "quantize.no_values");
  CHECK(test::code_of(cluster(std::vector<float>{1.0F}, 9)) == "quantize.width");
  CHECK(test::code_of(cluster(std::vector<float>{std::nanf("")}, 4)) == "quantize.non_finite");
}

}  // namespace rtl4ml
