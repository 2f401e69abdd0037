#include "sw/quantize/dynamic.hpp"

#include <algorithm>
#include <cmath>

#include "sw/model/evaluate_real.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

Network mlp(Random& random) {
  return {{{"fc1", test::normal_linear(random, 9, 20)},
           {"relu", ReluLayer{}},
           {"fc2", test::normal_linear(random, 20, 3)}}};
}

double error_of(const Network& network, const std::vector<double>& inputs, int weight_width, int data_width) {
  const std::vector<double> expected = evaluate_real(network, inputs, 9);
  const std::vector<double> got =
      evaluate_dynamic(quantize_dynamic(network, {weight_width, data_width}).value(), inputs, 9);
  double sum = 0.0;
  for (std::size_t i = 0; i < got.size(); ++i) sum += std::pow(got[i] - expected[i], 2);
  return sum / static_cast<double>(got.size());
}

}  // namespace

TEST_CASE("a dynamic layer is the product of the dequantized weights and vector", "[quantize]") {
  Random random(test::seed());
  const Network network{{{"fc", test::normal_linear(random, 9, 4)}}};
  const auto& linear = std::get<LinearLayer>(network.layers[0].kind);
  std::vector<double> inputs(5 * 9);
  for (double& input : inputs) input = random.normal();
  for (const int width : {8, 4}) {
    const std::vector<double> got = evaluate_dynamic(quantize_dynamic(network, {width, 8}).value(), inputs, 9);
    for (std::size_t vector = 0; vector < 5; ++vector) {
      const double* x = inputs.data() + vector * 9;
      const double low = std::min(0.0, *std::min_element(x, x + 9)), high = std::max(0.0, *std::max_element(x, x + 9));
      const double step = (high - low) / 255.0, zero = std::nearbyint(-low / step);
      for (std::size_t out = 0; out < 4; ++out) {
        const float* w = linear.weight.data() + out * 9;
        double largest = 0.0;
        for (int i = 0; i < 9; ++i) largest = std::max<double>(largest, std::abs(w[i]));
        const double scale = static_cast<float>(largest / ((1 << (width - 1)) - 1));
        double sum = linear.bias[out];
        for (int i = 0; i < 9; ++i) {
          const double code = std::clamp(std::nearbyint(x[i] / step) + zero, 0.0, 255.0) - zero;
          sum += std::nearbyint(w[i] / scale) * scale * code * step;
        }
        CHECK(got[vector * 4 + out] == Approx(sum).epsilon(1e-9).margin(1e-12));
      }
    }
  }
}

TEST_CASE("the error falls with the bits of weights and of data", "[quantize]") {
  Random random(test::seed());
  const Network network = mlp(random);
  std::vector<double> inputs(100 * 9);
  for (double& input : inputs) input = random.normal();
  CHECK(error_of(network, inputs, 8, 8) < error_of(network, inputs, 4, 8));
  CHECK(error_of(network, inputs, 4, 8) < error_of(network, inputs, 2, 8));
  CHECK(error_of(network, inputs, 8, 12) < error_of(network, inputs, 8, 4));
  CHECK(error_of(network, std::vector<double>(9), 4, 8) < 1e-1);  // zeros are quantized too
}

TEST_CASE("bytes of codes, scales and what stays in float32", "[quantize]") {
  Random random(test::seed());
  const Network network = mlp(random);
  CHECK(dynamic_bytes(quantize_dynamic(network, {8, 8}).value()) == (180 + 60) + 4 * 23 + 4 * 23);
  CHECK(dynamic_bytes(quantize_dynamic(network, {4, 8}).value()) == (90 + 30) + 4 * 23 + 4 * 23);
}

TEST_CASE("what cannot be quantized dynamically is told with its layer", "[quantize]") {
  for (const DynamicOptions& options : {DynamicOptions{1, 8}, {9, 8}, {8, 1}, {8, 17}})
    CHECK(test::code_of(quantize_dynamic({}, options)) == "quantize.width");
  const auto result = quantize_dynamic({{{"fc", LinearLayer{1, 2, {1.0F, std::nanf("")}, {}}}}}, {});
  REQUIRE(test::code_of(result) == "quantize.non_finite");
  CHECK(result.error().front().place == "layer fc, row 1");
}

}  // namespace rtl4ml
