#include "sw/checkpoint/graph_chain.hpp"

#include "tests/sw/checkpoint/fixtures.hpp"
#include "tests/sw/checkpoint/network_forward.hpp"

namespace rtl4ml {
namespace {

GraphArgument data() {
  GraphArgument argument;
  argument.kind = GraphArgument::Kind::kData;
  return argument;
}
GraphArgument number(double value) {
  GraphArgument argument;
  argument.kind = GraphArgument::Kind::kNumber;
  argument.number = value;
  return argument;
}
GraphArgument none() {
  GraphArgument argument;
  argument.kind = GraphArgument::Kind::kNone;
  return argument;
}
GraphArgument list(const std::vector<GraphArgument>& items) {
  GraphArgument argument;
  argument.kind = GraphArgument::Kind::kList;
  argument.items = items;
  return argument;
}
GraphArgument tensor(const std::string& path, const std::vector<std::int64_t>& shape, DType dtype = DType::kFloat32) {
  Tensor made{path, dtype, shape, {}};
  made.data.resize(static_cast<std::size_t>(made.numel()) * byte_size(dtype));
  GraphArgument argument;
  argument.kind = GraphArgument::Kind::kTensor;
  argument.tensor = std::make_shared<const Tensor>(made);
  argument.path = path;
  return argument;
}
GraphCall call(const std::string& op, const std::vector<GraphArgument>& arguments) {
  return {op, arguments, "", false, "net.py:3"};
}

/// What one call gives: its layers, or its fault.
std::string outcome(const std::vector<GraphCall>& calls) {
  GraphChain chain("x.pt");
  for (const GraphCall& each : calls) chain.add(each);
  return layer_list(chain.network()) +
         (chain.errors().empty() ? "" : " " + chain.errors().front().code + " " + chain.errors().front().message);
}

bool refused(const std::vector<GraphCall>& calls) {
  return outcome(calls).find("checkpoint.unsupported") != std::string::npos;
}

}  // namespace

TEST_CASE("only reshapes that keep the vectors apart are nothing to compute", "[checkpoint]") {
  const GraphArgument unknown;
  CHECK(outcome({call("flatten", {data(), number(1), number(-1)})}) == "flatten:flatten");
  CHECK(refused({call("flatten", {data(), number(0), number(-1)})}));
  CHECK(refused({call("flatten", {data()})}));
  CHECK(outcome({call("view", {data(), list({unknown, number(-1)})})}) == "flatten:flatten");
  CHECK(outcome({call("reshape", {data(), list({number(-1), number(784)})})}) == "flatten:flatten");
  CHECK(outcome({call("view", {data(), list({number(-1), number(1), number(28), number(28)})})}) == "flatten:flatten");
  CHECK(refused({call("view", {data(), list({number(16), number(-1)})})}));
  CHECK(refused({call("view", {data(), list({number(-1)})})}));
  const GraphCall linear = call("linear", {data(), tensor("fc.weight", {4, 6}), none()});
  CHECK(refused({linear, call("view", {data(), list({number(-1), number(2)})})}));
  CHECK_FALSE(refused({linear, call("view", {data(), list({number(-1), number(4)})})}));
  CHECK(outcome({call("view", {data(), list({number(-1), number(5)})}), linear})
            .find("checkpoint.chain fc takes 6 features, but the data has 5") != std::string::npos);
}

TEST_CASE("clamps are ReLU, clips, or refused", "[checkpoint]") {
  CHECK(outcome({call("clamp", {data(), number(0), none()})}) == "relu:relu");
  CHECK(outcome({call("clamp_min", {data(), number(0)})}) == "relu:relu");
  CHECK(outcome({call("clamp", {data(), number(-1), number(1)})}) == "clip:clip");
  CHECK(refused({call("clamp", {data(), none(), number(1)})}));
  CHECK(refused({call("clamp", {data(), number(2), number(1)})}));
  CHECK(refused({call("clamp", {data(), GraphArgument{}, number(1)})}));
}

TEST_CASE("variants that are not ours are refused, not misread", "[checkpoint]") {
  CHECK(outcome({call("elu", {data(), number(0.5)})}) == "elu:elu");
  CHECK(refused({call("elu", {data(), number(1.67), number(1.05), number(1)})}));  // SELU
  CHECK(outcome({call("to", {data(), number(6), number(0), number(0), none()})}).empty());
  CHECK(outcome({call("to", {data(), GraphArgument{}, number(6), number(0), number(0), none()})}).empty());
  CHECK(refused({call("to", {data(), number(5), number(0), number(0), none()})}));  // float16
  CHECK(refused({call("selu", {data()})}));
  CHECK(refused({call("leaky_relu", {data(), GraphArgument{}})}));
  CHECK(refused({call("batch_norm", {data(), none(), none(), none(), none(), number(1), number(0.1), number(1e-5)})}));
  CHECK(refused({call("linear", {data(), tensor("w", {4, 6}, DType::kInt8), none()})}));
  CHECK(refused({call("linear", {data(), tensor("w", {4}), none()})}));
  CHECK(refused({call("matmul", {tensor("w", {4, 6}), data()})}));
  CHECK(refused({call("addmm", {tensor("b", {4}), data(), tensor("w", {6, 4}), number(0.5), number(1)})}));
  CHECK(refused({call("add", {data(), tensor("b", {4}), number(1)})}));
  CHECK(outcome({call("sin", {data()})}) == " checkpoint.unsupported sin (net.py:3): is not supported");
}

TEST_CASE("a matmul takes one bias only, and only at once", "[checkpoint]") {
  const GraphCall matmul = call("matmul", {data(), tensor("fc.weight", {6, 4})});
  const GraphCall add = call("add", {data(), tensor("fc.bias", {4}), number(1)});
  CHECK(outcome({matmul, add}) == "fc:linear");
  CHECK(refused({matmul, add, add}));
  CHECK(refused({matmul, call("relu", {data()}), add}));
  CHECK(refused({matmul, call("add", {data(), tensor("fc.bias", {4}), number(2)})}));
}

TEST_CASE("names are unique and come from modules where there are any", "[checkpoint]") {
  GraphChain chain("x.pt");
  const GraphCall functional = call("relu", {data()});
  const GraphCall module = {"relu", {data()}, "act", true, ""};
  const GraphCall inside = {"relu", {data()}, "block", false, ""};
  for (const GraphCall& each : {functional, module, functional, module, inside, functional}) chain.add(each);
  CHECK(layer_list(chain.network()) == "relu:relu act:relu relu_1:relu act_1:relu block.relu:relu relu_2:relu");
  chain.add_branch(functional);
  CHECK(chain.errors().back().code == "checkpoint.topology");
}

TEST_CASE("names that all are taken need no recursion", "[checkpoint]") {
  GraphChain chain("x.pt");
  constexpr int kMany = 200'000;
  for (int i = 1; i <= kMany; ++i) chain.add({"relu", {data()}, "x_" + std::to_string(i), true, ""});
  for (int i = 0; i < 2; ++i) chain.add({"relu", {data()}, "x", true, ""});
  CHECK(chain.network().layers.back().name == "x_" + std::to_string(kMany + 1));
}

}  // namespace rtl4ml
