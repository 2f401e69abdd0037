#include "sw/train/model_spec.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {

TEST_CASE("model specs: every fault is said at once", "[train]") {
  CHECK(check_model({.widths = {4, 8}}));
  const Result<void> all =
      check_model({.widths = {4, 0, 70000}, .negative_slope = std::numeric_limits<double>::quiet_NaN()});
  REQUIRE_FALSE(all);
  CHECK(all.error().size() == 3);
  for (const Error& error : all.error()) CHECK(error.code == "train.options");
  CHECK_FALSE(check_model({.widths = {4}}));
  CHECK_FALSE(check_model({.widths = std::vector<int>(66, 1)}));
  CHECK_FALSE(check_model({.widths = {65536, 65536}}));  // 16 GiB of weights
}

TEST_CASE("the start is uniform within 1/sqrt(in_features)", "[train]") {
  Random random(2);
  const Network network = initial_network({.widths = {100, 50}}, random);
  float largest = 0.0F;
  float sum = 0.0F;
  for (const float value : std::get<LinearLayer>(network.layers[0].kind).weight) {
    largest = std::max(largest, std::fabs(value));
    sum += value;
  }
  CHECK(largest <= 0.1F);
  CHECK(largest > 0.099F);
  CHECK(sum / 5000.0F == Approx(0.0F).margin(0.003));
}

TEST_CASE("layers are named by their kind and number", "[train]") {
  const auto names = [](Activation activation, bool batch_norm) {
    Random random(1);
    std::string all;
    for (const Layer& layer :
         initial_network({.widths = {2, 2, 2}, .activation = activation, .batch_norm = batch_norm}, random).layers) {
      all += layer.name + " ";
    }
    return all;
  };
  CHECK(names(Activation::kRelu, true) == "fc1 bn1 relu1 fc2 ");
  CHECK(names(Activation::kLeakyRelu, false) == "fc1 leaky_relu1 fc2 ");
  CHECK(names(Activation::kHardtanh, false) == "fc1 clip1 fc2 ");
  CHECK(names(Activation::kRelu6, false) == "fc1 clip1 fc2 ");
  CHECK(names(Activation::kSigmoid, false) == "fc1 sigmoid1 fc2 ");
  CHECK(names(Activation::kTanh, false) == "fc1 tanh1 fc2 ");
}

}  // namespace rtl4ml
