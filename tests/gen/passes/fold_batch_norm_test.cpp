#include "gen/passes/fold_batch_norm.hpp"

#include <cmath>

#include "gen/ops/operators.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

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

/// The layers one after the other, batch norm by its definition.
std::vector<double> run(const Network& network, std::vector<double> data) {
  for (const Layer& layer : network.layers) {
    if (const auto* batch = std::get_if<BatchNorm1dLayer>(&layer.kind)) {
      for (std::size_t i = 0; i < data.size(); ++i) {
        data[i] =
            (data[i] - batch->running_mean[i]) / std::sqrt(batch->running_var[i] + batch->epsilon) * batch->weight[i] +
            batch->bias[i];
      }
      continue;
    }
    const auto* linear = std::get_if<LinearLayer>(&layer.kind);
    std::vector<double> out(linear != nullptr ? static_cast<std::size_t>(linear->out_features) : data.size());
    operator_of(layer.kind)->evaluate_real(layer.kind, data, out);
    data = out;
  }
  return data;
}

void check_same(const Network& before) {
  const Result<Network> after = fold_batch_norm(before);
  REQUIRE(after);
  for (const Layer& layer : after->layers) CHECK_FALSE(std::holds_alternative<BatchNorm1dLayer>(layer.kind));
  const std::vector<double> data = {0.5, -1.25, 2.0};
  const std::vector<double> expected = run(before, data);
  const std::vector<double> got = run(*after, data);
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == Approx(expected[i]).epsilon(1e-5));
}

}  // namespace

TEST_CASE("a batch norm is folded into the linear layer before it", "[passes]") {
  check_same({{{"fc", test::linear(3, 4)}, {"bn", norm(4)}, {"relu", ReluLayer{}}}});
  check_same({{{"fc", test::linear(3, 4, false)}, {"bn", norm(4)}}});
  check_same({{{"fc", test::linear(3, 4)}, {"bn1", norm(4)}, {"bn2", norm(4)}}});
}

TEST_CASE("a batch norm after an activation is folded into the linear layer after it", "[passes]") {
  check_same({{{"bn", norm(3)}, {"fc", test::linear(3, 4)}}});
  check_same({{{"relu", ReluLayer{}}, {"bn", norm(3)}, {"fc", test::linear(3, 4, false)}}});
}

TEST_CASE("every batch norm that cannot be folded is told", "[passes]") {
  BatchNorm1dLayer negative = norm(4);
  negative.running_var[2] = -1.0F;
  BatchNorm1dLayer torn = norm(4);
  torn.running_var.pop_back();
  Network network;
  network.layers = {{"relu1", ReluLayer{}},      {"lonely", norm(4)},         {"relu2", ReluLayer{}},
                    {"fc1", test::linear(4, 4)}, {"wrong_size", norm(5)},     {"fc2", test::linear(4, 4)},
                    {"negative", negative},      {"fc3", test::linear(4, 4)}, {"torn", torn}};
  const Result<Network> result = fold_batch_norm(network);
  REQUIRE_FALSE(result);
  CHECK(test::count_of(result.error(), "network.batch_norm") == 4);
  CHECK(result.error()[0].place == "layer lonely");
  CHECK_FALSE(result.error()[0].fix.empty());
  CHECK(result.error()[2].message.find("running_var[2]") != std::string::npos);
}

}  // namespace rtl4ml
