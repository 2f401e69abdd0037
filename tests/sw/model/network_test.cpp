#include "sw/model/network.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("the input size is the first layer's that knows one", "[model]") {
  Network network;
  CHECK(network.in_features() == 0);
  network.layers = {{"flat", IdentityLayer{"flatten"}}, {"relu", ReluLayer{}}, {"slope", PReluLayer{{0.25F}}}};
  CHECK(network.in_features() == 0);
  network.layers.push_back({"fc", LinearLayer{3, 2, std::vector<float>(6), {}}});
  CHECK(network.in_features() == 3);
  network.layers.front() = {"norm", BatchNorm1dLayer{{}, {}, {0.0F, 1.0F}, {1.0F, 1.0F}, 1e-5}};
  CHECK(network.in_features() == 2);
  network.layers.front() = {"prelu", PReluLayer{{1.0F, 2.0F, 3.0F, 4.0F}}};
  CHECK(network.in_features() == 4);
}

TEST_CASE("a network whose last layer is an argmax answers the class", "[model]") {
  Network network;
  CHECK_FALSE(network.answers_class());
  network.layers = {{"fc", LinearLayer{1, 2, {1.0F, 2.0F}, {}}}};
  CHECK_FALSE(network.answers_class());
  network.layers.push_back({"class", ArgmaxLayer{}});
  CHECK(network.answers_class());
  network.layers.push_back({"nothing", IdentityLayer{"identity"}});
  CHECK(network.answers_class());
}

TEST_CASE("layers are called what YAML calls them", "[model]") {
  CHECK(operator_name(LinearLayer{}) == "linear");
  CHECK(operator_name(BatchNorm1dLayer{}) == "batch_norm1d");
  CHECK(operator_name(ReluLayer{}) == "relu");
  CHECK(operator_name(LeakyReluLayer{}) == "leaky_relu");
  CHECK(operator_name(PReluLayer{}) == "prelu");
  CHECK(operator_name(ThresholdLayer{}) == "threshold");
  CHECK(operator_name(AffineLayer{}) == "affine");
  CHECK(operator_name(ArgmaxLayer{}) == "argmax");
  CHECK(operator_name(ClipLayer{}) == "clip");
  CHECK(operator_name(TableLayer{TableFunction::kGeluTanh, 1.0, 20.0}) == "gelu_tanh");
  CHECK(operator_name(IdentityLayer{"dropout"}) == "dropout");
  CHECK(to_string(TableFunction::kHardSwish) == "hard_swish");
}

}  // namespace rtl4ml
