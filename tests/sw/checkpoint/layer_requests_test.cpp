#include "sw/checkpoint/layer_requests.hpp"

#include "tests/sw/checkpoint/fixtures.hpp"
#include "tests/sw/checkpoint/network_forward.hpp"
#include "tests/sw/checkpoint/request.hpp"

namespace rtl4ml {
namespace {

Tensor zeros(const std::string& name, const std::vector<std::int64_t>& shape, DType dtype = DType::kFloat32) {
  Tensor made{name, dtype, shape, {}};
  made.data.resize(static_cast<std::size_t>(made.numel()) * byte_size(dtype));
  return made;
}

const Checkpoint kCheckpoint = {
    "x.pt",
    "pytorch state_dict",
    {zeros("fc1.weight", {4, 3}), zeros("fc1.bias", {4}), zeros("bn.running_mean", {4}), zeros("bn.running_var", {4}),
     zeros("act.weight", {4}), zeros("fc2.weight", {2, 4}), zeros("codes.weight", {2, 4}, DType::kInt8),
     zeros("cube.weight", {2, 2, 2}), zeros("odd.weight", {2, 4}), zeros("odd.bias", {3})},
    {}};

}  // namespace

TEST_CASE("every operator of the model list is built", "[checkpoint]") {
  const Result<Network> network =
      build_network(kCheckpoint, {request("linear", "fc1"),
                                  request("batch_norm1d", "bn", {{"eps", 1e-3}}),
                                  request("relu"),
                                  request("relu"),
                                  request("prelu", "act"),
                                  request("leaky_relu", "slope", {{"negative_slope", 0.125}}),
                                  request("relu6"),
                                  request("hardtanh"),
                                  request("clip", "", {{"min_value", -3}, {"max_value", 3}}),
                                  request("sigmoid"),
                                  request("tanh"),
                                  request("gelu"),
                                  request("gelu_tanh"),
                                  request("silu"),
                                  request("elu", "", {{"alpha", 0.5}}),
                                  request("softplus", "", {{"beta", 2}, {"threshold", 9}}),
                                  request("hard_sigmoid"),
                                  request("hard_swish"),
                                  request("flatten"),
                                  request("dropout"),
                                  request("identity"),
                                  request("linear", "fc2")});
  INFO(why(network));
  REQUIRE(network);
  CHECK(layer_list(*network) ==
        "fc1:linear bn:batch_norm1d relu:relu relu_1:relu act:prelu slope:leaky_relu relu6:clip hardtanh:clip "
        "clip:clip sigmoid:sigmoid "
        "tanh:tanh gelu:gelu gelu_tanh:gelu_tanh silu:silu elu:elu softplus:softplus hard_sigmoid:hard_sigmoid "
        "hard_swish:hard_swish "
        "flatten:flatten dropout:dropout identity:identity fc2:linear");
  CHECK(std::get<LinearLayer>(network->layers[0].kind).out_features == 4);
  CHECK(std::get<BatchNorm1dLayer>(network->layers[1].kind).epsilon == 1e-3);
  CHECK(std::get<BatchNorm1dLayer>(network->layers[1].kind).weight == std::vector<float>(4, 1.0F));
  CHECK(std::get<LeakyReluLayer>(network->layers[5].kind).negative_slope == 0.125);
  CHECK(std::get<ClipLayer>(network->layers[7].kind).min_value == -1.0);
  CHECK(std::get<TableLayer>(network->layers[15].kind).threshold == 9.0);
  CHECK(std::get<LinearLayer>(network->layers.back().kind).bias.empty());
}

TEST_CASE("every missing tensor and every wrong shape is told at once", "[checkpoint]") {
  const Result<Network> network =
      build_network(kCheckpoint, {request("linear", "fc3"), request("linear", "cube"), request("linear", "odd"),
                                  request("linear", "codes"), request("prelu", "fc1"), request("batch_norm1d", "fc1"),
                                  request("lineer", "fc1")});
  REQUIRE_FALSE(network);
  const std::string text = why(network);
  CHECK(network.error().size() == 7);
  CHECK(text.find("net.yaml:3:5: error[checkpoint.missing]: x.pt: linear needs the tensor fc3.weight") !=
        std::string::npos);
  CHECK(text.find("its tensors are fc1.weight, fc1.bias") != std::string::npos);
  CHECK(text.find("cube.weight has the shape [2, 2, 2], expected is [out_features, in_features]") != std::string::npos);
  CHECK(text.find("odd.bias has the shape [3], expected is [2]") != std::string::npos);
  CHECK(text.find("codes.weight is int8; weights have to be floating point") != std::string::npos);
  CHECK(text.find("fc1.weight has the shape [4, 3], expected is [1] or [features]") != std::string::npos);
  CHECK(text.find("needs the tensor fc1.running_mean") != std::string::npos);
  CHECK(text.find("there is no operator lineer") != std::string::npos);
  for (const char* const code : {"checkpoint.missing", "checkpoint.shape", "checkpoint.dtype", "checkpoint.operator"})
    CHECK(has_code(network, code));
}

TEST_CASE("thresholds and affine layers have tensors of any type, in their shapes", "[checkpoint]") {
  const Checkpoint checkpoint = {
      "x.pt",
      "pytorch state_dict",
      {zeros("t.threshold", {3, 2}, DType::kInt32), zeros("t.falling", {3}, DType::kBool), zeros("flat.threshold", {3}),
       zeros("bad.threshold", {3, 2, 2}), zeros("empty.threshold", {3, 0}), zeros("short.threshold", {3, 1}),
       zeros("short.falling", {2}), zeros("a.weight", {3}, DType::kInt64), zeros("a.bias", {3}), zeros("b.weight", {3}),
       zeros("b.bias", {2}), zeros("c.weight", {3, 1}), zeros("c.bias", {3, 1}), zeros("d.weight", {3})},
      {}};
  const Result<Network> network =
      build_network(checkpoint, {request("threshold", "t", {{"low", -1.0}, {"step", 2.0}}),
                                 request("threshold", "flat"), request("affine", "a"), request("argmax")});
  REQUIRE(network);
  CHECK(layer_list(*network) == "t:threshold flat:threshold a:affine argmax:argmax");
  const auto& t = std::get<ThresholdLayer>(network->layers[0].kind);
  CHECK(t.levels == 2);
  CHECK(t.threshold.size() == 6);
  CHECK(t.falling.size() == 3);
  CHECK(std::get<ThresholdLayer>(network->layers[1].kind).levels == 1);
  for (const char* const name : {"bad", "empty", "short"})
    check_fault(build_network(checkpoint, {request("threshold", name)}), "checkpoint.shape", name);
  check_fault(build_network(checkpoint, {request("threshold", "a")}), "checkpoint.missing", "a.threshold");
  check_fault(build_network(checkpoint, {request("affine", "b")}), "checkpoint.shape", "b.bias");
  check_fault(build_network(checkpoint, {request("affine", "c")}), "checkpoint.shape", "c.weight");
  check_fault(build_network(checkpoint, {request("affine", "d")}), "checkpoint.missing", "d.bias");
}

TEST_CASE("attributes are checked", "[checkpoint]") {
  check_fault(build_network(kCheckpoint, {request("relu", "", {{"negative_slope", 0.1}})}), "checkpoint.attribute",
              "relu takes no negative_slope");
  check_fault(build_network(kCheckpoint, {request("clip", "", {{"min_value", 7}})}), "checkpoint.attribute",
              "min_value 7 is above max_value 6");
  check_fault(build_network(kCheckpoint, {request("elu", "", {{"alpha", NAN}})}), "checkpoint.attribute", "not finite");
}

TEST_CASE("tensors that no layer takes are named", "[checkpoint]") {
  Checkpoint checkpoint = kCheckpoint;
  checkpoint.tensors.push_back(zeros("bn.num_batches_tracked", {}, DType::kInt64));
  checkpoint.tensors.push_back(zeros("other.num_batches_tracked", {}, DType::kInt64));
  const std::vector<LayerRequest> layers = {request("linear", "fc1"), request("batch_norm1d", "bn"),
                                            request("prelu", "act"), request("linear", "odd")};
  std::vector<std::string> unused;
  CHECK_FALSE(build_network(checkpoint, layers, &unused));  // odd.bias has the wrong shape
  CHECK(unused.empty());
  checkpoint.tensors.erase(checkpoint.tensors.begin() + 9);
  CHECK(build_network(checkpoint, layers, &unused));
  CHECK(unused == std::vector<std::string>{"fc2.weight", "codes.weight", "cube.weight", "other.num_batches_tracked"});
}

TEST_CASE("a wrapper's prefix may be left out", "[checkpoint]") {
  const Checkpoint wrapped = {
      "x.pt", "pytorch state_dict", {zeros("module.fc1.weight", {4, 3}), zeros("module.fc1.bias", {4})}, {}};
  CHECK(build_network(wrapped, {request("linear", "fc1")}));
  CHECK(build_network(wrapped, {request("linear", "module.fc1")}));
  const Checkpoint bare = {"x.pt", "pytorch state_dict", {zeros("weight", {4, 3})}, {}};
  CHECK(layer_list(*build_network(bare, {request("linear", "")})) == "linear:linear");
}

TEST_CASE("tensors without a model list get one suggested", "[checkpoint]") {
  check_fault(build_network(kCheckpoint, {}), "checkpoint.no_model", "model: [linear: fc1, ");
}

TEST_CASE("two layers may share a tensor", "[checkpoint]") {
  const Checkpoint square = {"x.pt", "pytorch state_dict", {zeros("fc.weight", {3, 3})}, {}};
  const Result<Network> network = build_network(square, {request("linear", "fc"), request("linear", "fc")});
  REQUIRE(network);
  const auto weight = [&](std::size_t layer) { return std::get<LinearLayer>(network->layers[layer].kind).weight; };
  CHECK(weight(0).size() == 9);
  CHECK(weight(0) == weight(1));
}

}  // namespace rtl4ml
