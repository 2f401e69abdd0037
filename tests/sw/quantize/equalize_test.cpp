#include "sw/quantize/equalize.hpp"

#include <algorithm>
#include <cmath>

#include "sw/model/evaluate_real.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

/// Three Linear layers whose channels differ by factors up to 100; PReLU and leaky ReLU between them.
Network uneven(Random& random) {
  LinearLayer first = test::normal_linear(random, 7, 6);
  LinearLayer second = test::normal_linear(random, 6, 5);
  for (std::size_t i = 0; i < first.weight.size(); ++i)
    first.weight[i] *= std::pow(10.0F, static_cast<float>(i / 7) / 3 - 1);
  for (std::size_t i = 0; i < second.weight.size(); ++i)
    second.weight[i] *= std::pow(4.0F, static_cast<float>(i / 6) - 2);
  return {{{"fc1", first},
           {"prelu", PReluLayer{std::vector<float>{0.25F, 0.5F, -0.1F, 0.0F, 2.0F, 0.3F}}},
           {"fc2", second},
           {"drop", IdentityLayer{"dropout"}},
           {"leaky", LeakyReluLayer{0.01}},
           {"fc3", test::normal_linear(random, 5, 3)}}};
}

double largest_of_row(const LinearLayer& linear, std::size_t row) {
  double largest = 0.0;
  const auto columns = static_cast<std::size_t>(linear.in_features);
  for (std::size_t i = 0; i < columns; ++i)
    largest = std::max<double>(largest, std::abs(linear.weight[row * columns + i]));
  return largest;
}

double largest_of_column(const LinearLayer& linear, std::size_t column) {
  double largest = 0.0;
  for (std::size_t i = column; i < linear.weight.size(); i += static_cast<std::size_t>(linear.in_features))
    largest = std::max<double>(largest, std::abs(linear.weight[i]));
  return largest;
}

}  // namespace

TEST_CASE("with powers of two the equalised network is the same function to the last bit", "[quantize]") {
  Random random(test::seed());
  const Network network = uneven(random);
  std::vector<double> inputs(70 * 7);
  for (double& input : inputs) input = random.normal();
  const Equalized result = equalize(network, {20, true});
  CHECK(evaluate_real(result.network, inputs, 7) == evaluate_real(network, inputs, 7));
  CHECK(test::linear_of(result.network, 0).weight != test::linear_of(network, 0).weight);
  REQUIRE(result.pairs.size() == 2);
  CHECK(result.pairs[0].first == "fc1");
  CHECK(result.pairs[1].second == "fc3");
  for (std::size_t channel = 0; channel < 6; ++channel) {
    const double ratio = largest_of_row(test::linear_of(result.network, 0), channel) /
                         largest_of_column(test::linear_of(result.network, 2), channel);
    CHECK(ratio <= 2.0);
    CHECK(ratio >= 0.5);
  }
}

TEST_CASE("with real factors the ranges of both sides are equal, the function within float rounding", "[quantize]") {
  Random random(test::seed());
  const Network network = uneven(random);
  std::vector<double> inputs(70 * 7);
  for (double& input : inputs) input = random.normal();
  const Equalized result = equalize(network);
  const std::vector<double> expected = evaluate_real(network, inputs, 7);
  const std::vector<double> got = evaluate_real(result.network, inputs, 7);
  double largest = 0.0;
  for (const double value : expected) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(std::abs(got[i] - expected[i]) <= 1e-6 * largest);
  for (const auto& [first, second] : {std::pair<std::size_t, std::size_t>{0, 2}, {2, 5}}) {
    const LinearLayer& before = test::linear_of(result.network, first);
    for (std::size_t channel = 0; channel < static_cast<std::size_t>(before.out_features); ++channel) {
      CHECK(largest_of_row(before, channel) ==
            Approx(largest_of_column(test::linear_of(result.network, second), channel)).epsilon(0.005));
    }
  }
}

TEST_CASE("a single pass over one pair gives sqrt(r1 r2)", "[quantize]") {
  const Network network{{{"a", LinearLayer{1, 2, {8.0F, 0.0F}, {4.0F, 1.0F}}},
                         {"r", ReluLayer{}},
                         {"b", LinearLayer{2, 1, {0.5F, 3.0F}, {}}}}};
  const Equalized result = equalize(network, {1, false});
  CHECK(test::linear_of(result.network, 0).weight == std::vector<float>{2.0F, 0.0F});
  CHECK(test::linear_of(result.network, 0).bias == std::vector<float>{1.0F, 1.0F});
  CHECK(test::linear_of(result.network, 2).weight == std::vector<float>{2.0F, 3.0F});
  CHECK(result.pairs[0].factor == std::vector<double>{4.0, 1.0});
}

TEST_CASE("layers that do not commute with factors are left alone", "[quantize]") {
  for (const LayerKind& between : {LayerKind(TableLayer{}), LayerKind(ClipLayer{}),
                                   LayerKind(BatchNorm1dLayer{{1.0F}, {0.0F}, {0.0F}, {1.0F}, 0.0})}) {
    const Network network{{{"a", LinearLayer{1, 1, {8.0F}, {}}}, {"x", between}, {"b", LinearLayer{1, 1, {0.5F}, {}}}}};
    const Equalized result = equalize(network);
    CHECK(result.pairs.empty());
    CHECK(test::linear_of(result.network, 0).weight == std::vector<float>{8.0F});
  }
}

}  // namespace rtl4ml
