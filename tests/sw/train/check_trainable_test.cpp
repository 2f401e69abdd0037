#include "sw/train/check_trainable.hpp"

#include <string>

#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {
namespace {

Network plain_network(Activation activation, bool batch_norm) {
  Random random(21);
  return initial_network({.widths = {5, 6, 4, 3}, .activation = activation, .batch_norm = batch_norm}, random);
}

std::string fault_of(const Network& network, const QuantizationSpec* spec = nullptr) {
  return test::code_of(check_network_for_training(network, spec));
}

}  // namespace

TEST_CASE("networks that cannot be trained are refused", "[train]") {
  Network network = plain_network(Activation::kRelu, true);
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
  const Network network = plain_network(Activation::kSigmoid, false);
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

TEST_CASE("the shape of a network", "[train]") {
  const NetworkShape shape = shape_of(plain_network(Activation::kRelu, true));
  CHECK(shape.in_features == 5);
  CHECK(shape.out_features == 3);
  CHECK(shape.has_norm);
  CHECK_FALSE(shape_of(plain_network(Activation::kRelu, false)).has_norm);
}

}  // namespace rtl4ml
