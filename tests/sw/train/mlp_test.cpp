#include "sw/train/mlp.hpp"

#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"
#include "tests/sw/train/gradient_error.hpp"

namespace rtl4ml {
namespace {

const std::vector<std::int64_t> kLabels = {0, 1, 2, 0, 1, 2, 2};

Network network_of(Activation activation, bool batch_norm) {
  Random random(21);
  return initial_network(
      {.widths = {5, 6, 4, 3}, .activation = activation, .negative_slope = 0.3, .batch_norm = batch_norm}, random);
}

}  // namespace

TEST_CASE("gradients of every activation are those of finite differences", "[train]") {
  Random random(4);
  const Matrix x = test::random_matrix(7, 5, random);
  for (const Activation activation : {Activation::kRelu, Activation::kLeakyRelu, Activation::kHardtanh,
                                      Activation::kRelu6, Activation::kSigmoid, Activation::kTanh}) {
    INFO(static_cast<int>(activation));
    Mlp model(network_of(activation, false), nullptr);
    CHECK(test::gradient_error(model, x, kLabels, true) < 2e-3);
  }
  Mlp normed(network_of(Activation::kTanh, true), nullptr);
  CHECK(test::gradient_error(normed, x, kLabels, true) < 2e-3);
}

TEST_CASE("a network comes back as it was", "[train]") {
  const Network network = network_of(Activation::kRelu, true);
  Mlp model(network, nullptr);
  CHECK(test::same_bytes(model.network(true), network));
  CHECK(model.network(true).layers.size() == network.layers.size());
}

}  // namespace rtl4ml
