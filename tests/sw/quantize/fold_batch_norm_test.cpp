#include "sw/quantize/fold_batch_norm.hpp"

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
