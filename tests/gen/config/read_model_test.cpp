#include "tests/catch.hpp"
#include "tests/gen/config/parse.hpp"

namespace rtl4ml {
namespace {

using Attributes = std::map<std::string, double>;

std::vector<std::string> names(const HardwareConfig& config) {
  std::vector<std::string> found;
  for (const ModelEntry& entry : config.model) found.push_back(entry.op + " " + entry.name);
  return found;
}

TEST_CASE("operators with and without tensors, named and not") {
  const HardwareConfig config =
      parse_with("model:\n  - linear: fc1\n  - relu\n  - linear: net.2\n  - relu:\n  - {relu: act3}\n");
  CHECK(names(config) ==
        std::vector<std::string>{"linear fc1", "relu relu", "linear net.2", "relu relu_1", "relu act3"});
  CHECK(config.model[0].place == "configs/mlp.yaml:3:5");
  CHECK(config.model[1].place == "configs/mlp.yaml:4:5");
}

TEST_CASE("names made up do not clash with names given") {
  CHECK(names(parse_with("model: [relu, {linear: relu_1}, relu, {tanh: relu}, relu]")) ==
        std::vector<std::string>{"relu relu_2", "linear relu_1", "relu relu_3", "tanh relu", "relu relu_4"});
}

TEST_CASE("numbers are names, as nn.Sequential counts its layers") {
  CHECK(names(parse_with("model: [{linear: 0}, relu, {linear: 2.1}, {linear: 007}]")) ==
        std::vector<std::string>{"linear 0", "relu relu", "linear 2.1", "linear 007"});
}

TEST_CASE("every operator is known, with its attributes") {
  const HardwareConfig config = parse_with(
      "model:\n  - linear: fc1\n  - {batch_norm1d: bn1, eps: 1e-3}\n  - prelu: p1\n  - {leaky_relu: act1, "
      "negative_slope: 0.1}\n"
      "  - {leaky_relu: , negative_slope: 1}\n  - {hardtanh: h, min_value: -2, max_value: 2}\n  - {clip: c, min_value: "
      "0, max_value: 1.5}\n"
      "  - {elu: e, alpha: 0.5}\n  - {softplus: s, beta: 2, threshold: 10}\n"
      "  - {threshold: 7, softplus: s2}\n  - {step: 0.5, threshold: t1, low: -1}\n  - threshold: t2\n  - affine: a1\n");
  CHECK(config.model[0].attributes.empty());
  CHECK(config.model[1].attributes == Attributes{{"eps", 1e-3}});
  CHECK(config.model[3].attributes == Attributes{{"negative_slope", 0.1}});
  CHECK(config.model[4].attributes == Attributes{{"negative_slope", 1}});
  CHECK(config.model[4].name == "leaky_relu");
  CHECK(config.model[5].attributes == Attributes{{"min_value", -2}, {"max_value", 2}});
  CHECK(config.model[6].attributes == Attributes{{"min_value", 0}, {"max_value", 1.5}});
  CHECK(config.model[7].attributes == Attributes{{"alpha", 0.5}});
  CHECK(config.model[8].attributes == Attributes{{"beta", 2}, {"threshold", 10}});
  CHECK(config.model[9].op == "softplus");
  CHECK(config.model[9].attributes == Attributes{{"threshold", 7}});
  CHECK(config.model[10].op == "threshold");
  CHECK(config.model[10].name == "t1");
  CHECK(config.model[10].attributes == Attributes{{"low", -1}, {"step", 0.5}});
  CHECK(config.model[11].name == "t2");
  CHECK(config.model[12].op == "affine");
  for (const std::string op :
       {"relu", "leaky_relu", "relu6", "hardtanh", "clip", "sigmoid", "tanh", "gelu", "gelu_tanh", "silu", "elu",
        "softplus", "hard_sigmoid", "hard_swish", "argmax", "flatten", "dropout", "identity"}) {
    CHECK(names(parse_with("model: [" + op + "]")) == std::vector<std::string>{op + " " + op});
    CHECK(names(parse_with("model: [" + op + ": a]")) == std::vector<std::string>{op + " a"});
  }
}

TEST_CASE("unknown operators and attributes are told with what was meant") {
  CHECK(faults_with("model: [relo]\n") == "2:9: error[config.enum]: model[0] is relo\n  fix: did you mean relu?\n");
  CHECK(faults_with("model: [{LeakyReLU: a}]\n") ==
        "2:10: error[config.unknown_key]: model[0]: unknown operator LeakyReLU\n  fix: did you mean leaky_relu?\n");
  CHECK(faults_with("model: [{conv: a}]\n")
            .find("2:10: error[config.unknown_key]: model[0]: unknown operator conv\n  fix: known: linear, ") == 0);
  CHECK(faults_with("model: [{leaky_relu: a, negativ_slope: 1}]\n") ==
        "2:25: error[config.unknown_key]: unknown key model[0].negativ_slope\n  fix: did you mean negative_slope?\n");
  CHECK(faults_with("model: [{linear: a, relu: b}]\n") ==
        "2:21: error[config.unknown_key]: unknown key model[0].relu\n"
        "  fix: one entry is one operator: give the next operator a list entry of its own\n");
  CHECK(faults_with("model: [{}]\n").find("2:9: error[config.missing_key]: model[0]: no operator is named") == 0);
  CHECK(faults_with("model: [7]\n") ==
        "2:9: error[config.type]: model[0] is the number 7; the name of one operator or a mapping is expected\n");
  CHECK(faults_with("model: []\n") == "2:8: error[config.length]: model has 0 entries; 1 to 1024 are supported\n");
}

TEST_CASE("an operator with tensors needs their prefix") {
  CHECK(faults_with("model: [linear]\n") ==
        "2:9: error[config.enum]: model[0] is linear\n  fix: it needs the prefix of its tensors in the checkpoint: `- "
        "linear: <prefix>`\n");
  CHECK(faults_with("model: [{linear: }]\n") ==
        "2:10: error[config.type]: model[0].linear is empty; text or a number is expected\n  fix: give a value, or "
        "remove the key\n");
}

TEST_CASE("a layer's name is its own") {
  CHECK(faults_with("model: [{linear: a}, {relu: a}]\n") ==
        "2:22: error[config.duplicate_layer]: a second layer is named a, the first is at 2:9\n"
        "  fix: give every layer a name of its own\n");
}

TEST_CASE("attributes are finite numbers, bounds in their order") {
  CHECK(faults_with("model: [{leaky_relu: a, negative_slope: .nan}]\n")
            .find("2:41: error[config.range]: model[0].negative_slope is .nan;") == 0);
  CHECK(faults_with("model: [{leaky_relu: a, negative_slope: .inf}]\n")
            .find("2:41: error[config.range]: model[0].negative_slope is .inf;") == 0);
  CHECK(faults_with("model: [{leaky_relu: a, negative_slope: x}]\n") ==
        "2:41: error[config.type]: model[0].negative_slope is the text \"x\"; a number is expected\n");
  CHECK(faults_with("model: [{clip: a, min_value: 2, max_value: 1}]\n") ==
        "2:9: error[config.bounds]: clip: min_value is 2, max_value 1\n  fix: min_value must be below max_value\n");
  CHECK(faults_with("model: [{hardtanh: a, max_value: -1}]\n")
            .find("2:9: error[config.bounds]: hardtanh: min_value is -1, max_value -1") == 0);
  CHECK(faults_with("model: [{clip: a, min_value: 7}]\n")
            .find("2:9: error[config.bounds]: clip: min_value is 7, max_value 6") == 0);
}

}  // namespace
}  // namespace rtl4ml
