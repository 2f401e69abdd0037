#include "sw/quantize/fold_batch_norm.hpp"

#include <cmath>
#include <cstddef>

#include "sw/model/evaluate_real.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

BatchNorm1dLayer norm(std::size_t features) {
  BatchNorm1dLayer layer;
  for (std::size_t i = 0; i < features; ++i) {
    const auto x = static_cast<float>(i);
    layer.weight.push_back(0.5F + x);
    layer.bias.push_back(x - 1.0F);
    layer.running_mean.push_back(0.25F * x);
    layer.running_var.push_back(0.1F + x);
  }
  return layer;
}

LinearLayer linear(int in_features, int out_features, bool bias = true) {
  Random random(1);
  return test::grid_linear(random, in_features, out_features, bias);
}

void check_same(const Network& before) {
  const Result<Network> after = fold_batch_norm(before);
  REQUIRE(after);
  for (const Layer& layer : after->layers) CHECK_FALSE(std::holds_alternative<BatchNorm1dLayer>(layer.kind));
  const std::vector<double> data = {0.5, -1.25, 2.0};
  const std::vector<double> expected = evaluate_real(before, data, 3);
  const std::vector<double> got = evaluate_real(*after, data, 3);
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == Approx(expected[i]).epsilon(1e-5));
}

}  // namespace

TEST_CASE("a batch norm is folded into the linear layer before it", "[quantize]") {
  check_same({{{"fc", linear(3, 4)}, {"bn", norm(4)}, {"relu", ReluLayer{}}}});
  check_same({{{"fc", linear(3, 4, false)}, {"bn", norm(4)}}});
  check_same({{{"fc", linear(3, 4)}, {"bn1", norm(4)}, {"bn2", norm(4)}}});
}

TEST_CASE("a batch norm after an activation is folded into the linear layer after it", "[quantize]") {
  check_same({{{"bn", norm(3)}, {"fc", linear(3, 4)}}});
  check_same({{{"relu", ReluLayer{}}, {"bn", norm(3)}, {"fc", linear(3, 4, false)}}});
}

TEST_CASE("a batch norm is folded into the convolution before it", "[quantize]") {
  constexpr std::size_t kChannels = 4, kIn = 2, kKernel = 3, kSize = 6, kOut = kSize - kKernel + 1;
  Random random(7);
  const auto numbers = [&random](std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) value = static_cast<float>(std::floor(random.uniform(-40.0, 40.0))) / 16.0F;
    return values;
  };
  const std::vector<float> weight = numbers(kChannels * kIn * kKernel * kKernel), bias = numbers(kChannels);
  const std::vector<float> image = numbers(kIn * kSize * kSize);
  // Its own definition: [channel][y][x], in double.
  const auto convolve = [&](const std::vector<float>& kernel, const std::vector<float>& start) {
    std::vector<double> result;
    for (std::size_t c = 0; c < kChannels; ++c) {
      for (std::size_t y = 0; y < kOut * kOut; ++y) {
        double sum = static_cast<double>(start[c]);
        for (std::size_t k = 0; k < kIn * kKernel * kKernel; ++k) {
          const std::size_t in = k / (kKernel * kKernel), dy = k / kKernel % kKernel, dx = k % kKernel;
          const std::size_t pixel = (in * kSize + y / kOut + dy) * kSize + y % kOut + dx;
          sum += static_cast<double>(kernel[c * kIn * kKernel * kKernel + k]) * static_cast<double>(image[pixel]);
        }
        result.push_back(sum);
      }
    }
    return result;
  };
  // Variances whose roots are powers of two, so that nothing is rounded and equality is equality.
  const BatchNorm1dLayer exact{{0.5F, 1.0F, -2.0F, 0.25F},
                               {1.0F, -0.5F, 0.0F, 3.0F},
                               {0.5F, -1.25F, 2.0F, 0.0F},
                               {4.0F, 1.0F, 0.25F, 16.0F},
                               0.0};
  std::vector<double> expected = convolve(weight, bias);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::size_t c = i / (kOut * kOut);
    expected[i] = (expected[i] - static_cast<double>(exact.running_mean[c])) /
                      std::sqrt(static_cast<double>(exact.running_var[c])) * static_cast<double>(exact.weight[c]) +
                  static_cast<double>(exact.bias[c]);
  }
  std::vector<float> fused = weight, fused_bias = bias;
  REQUIRE(fold_into_channels(exact, fused, fused_bias, kChannels));
  CHECK(fused != weight);
  CHECK(convolve(fused, fused_bias) == expected);

  std::vector<float> none;
  REQUIRE(fold_into_channels(exact, fused, none, kChannels));
  CHECK(none.size() == kChannels);
  const Result<void> wrong = fold_into_channels(exact, fused, fused_bias, 3);
  REQUIRE(!wrong);
  CHECK(wrong.error().front().code == "network.batch_norm");
}

TEST_CASE("every batch norm that cannot be folded is told", "[quantize]") {
  BatchNorm1dLayer negative = norm(4);
  negative.running_var[2] = -1.0F;
  BatchNorm1dLayer torn = norm(4);
  torn.running_var.pop_back();
  Network network;
  network.layers = {{"relu1", ReluLayer{}}, {"lonely", norm(4)},     {"relu2", ReluLayer{}},
                    {"fc1", linear(4, 4)},  {"wrong_size", norm(5)}, {"fc2", linear(4, 4)},
                    {"negative", negative}, {"fc3", linear(4, 4)},   {"torn", torn}};
  const Result<Network> result = fold_batch_norm(network);
  REQUIRE_FALSE(result);
  REQUIRE(result.error().size() == 4);
  for (const Error& error : result.error()) CHECK(error.code == "network.batch_norm");
  CHECK(result.error()[0].place == "layer lonely");
  CHECK_FALSE(result.error()[0].fix.empty());
  CHECK(result.error()[2].message.find("running_var[2]") != std::string::npos);
}

}  // namespace rtl4ml
