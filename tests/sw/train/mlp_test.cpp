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

std::string fault_of(const Network& network, const QuantizationSpec* spec = nullptr) {
  return test::code_of(check_network_for_training(network, spec));
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

TEST_CASE("networks that cannot be trained are refused", "[train]") {
  Network network = network_of(Activation::kRelu, true);
  CHECK(fault_of(network).empty());
  network.layers.insert(network.layers.begin(), {"flat", IdentityLayer{"flatten"}});
  CHECK(fault_of(network).empty());
  Network other = network;
  other.layers.push_back({"g", TableLayer{.function = TableFunction::kGelu}});
  CHECK(fault_of(other) == "train.network");
  other = network;
  std::get<LinearLayer>(other.layers[1].kind).weight.pop_back();
  CHECK(fault_of(other) == "train.network");
  other = network;
  other.layers.erase(other.layers.begin() + 1);  // starts with a normalisation
  CHECK(fault_of(other) == "train.network");
  other = network;
  std::get<BatchNorm1dLayer>(other.layers[2].kind).running_var.clear();
  CHECK(fault_of(other) == "train.network");
  other = network;
  std::get<LinearLayer>(other.layers[4].kind).in_features = 2;
  CHECK(fault_of(other) == "train.network");
  CHECK(fault_of(Network{}) == "train.network");
}

TEST_CASE("quantization that does not fit is refused", "[train]") {
  const Network network = network_of(Activation::kSigmoid, false);
  const auto code = [&](const std::string& layer, const LayerQuantization& quantization) {
    QuantizationSpec spec;
    spec.layers[layer] = quantization;
    return fault_of(network, &spec);
  };
  CHECK(code("fc1", {.weight = test::fixed(4, 3, true)}).empty());
  CHECK(code("fc9", {.weight = test::fixed(4, 3, true)}) == "train.quantization");
  CHECK(code("fc1", {.weight = test::fixed(40, 3, true)}) == "train.quantization");
  CHECK(code("fc1", {.weight = test::lsq(1, true)}) == "train.quantization");
  CHECK(code("fc1", {.weight = test::lsq(17, true)}) == "train.quantization");
  CHECK(code("fc1", {.data_out = test::fixed(4, 3, true)}) == "train.quantization");  // the sigmoid of codes
  TensorQuantization tensor{.type = {4, 0, true}, .learning = Learning::kPact};
  CHECK(code("fc3", {.data_out = tensor}) == "train.quantization");
  tensor = {.type = {4, 0, true}, .auto_frac_width = true};
  CHECK(code("fc3", {.data_out = tensor}) == "train.quantization");
  tensor = test::lsq(4, true);
  tensor.start_scale = 0.0;
  CHECK(code("fc3", {.data_out = tensor}) == "train.quantization");
}

TEST_CASE("a network comes back as it was", "[train]") {
  const Network network = network_of(Activation::kRelu, true);
  Mlp model(network, nullptr);
  CHECK(test::same_bytes(model.network(true), network));
  CHECK(model.network(true).layers.size() == network.layers.size());
  CHECK(model.in_features() == 5);
  CHECK(model.out_features() == 3);
  CHECK(model.has_norm());
}

}  // namespace rtl4ml
