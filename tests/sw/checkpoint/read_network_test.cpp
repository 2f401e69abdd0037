#include "sw/checkpoint/read_network.hpp"

#include "tests/sw/checkpoint/fixtures.hpp"
#include "tests/sw/checkpoint/network_forward.hpp"
#include "tests/sw/checkpoint/pickle_writer.hpp"
#include "tests/sw/checkpoint/request.hpp"

namespace rtl4ml {
namespace {

const std::vector<LayerRequest> kMlp = {
    request("flatten"),       request("linear", "fc1"), request("batch_norm1d", "bn1"),
    request("relu"),          request("linear", "fc2"), request("leaky_relu", "act", {{"negative_slope", 0.125}}),
    request("linear", "fc3"), request("relu")};

}  // namespace

TEST_CASE("a state_dict with a model list computes what its TorchScript twin computes", "[checkpoint]") {
  for (const char* const writer : kWriters) {
    // state_dict and script_mlp hold different weights, so each is compared with its own file: the tensors of the
    // script.
    const Result<Network> script = read_network(fixture(std::string(writer) + "/script_mlp.pt"), "", kMlp);
    const Result<Network> tensors = read_network(fixture(std::string(writer) + "/state_dict.pt"), "", kMlp);
    INFO(why(script) << why(tensors));
    REQUIRE(script);
    REQUIRE(tensors);
    CHECK(layer_list(*tensors) ==
          "flatten:flatten fc1:linear bn1:batch_norm1d relu:relu fc2:linear act:leaky_relu fc3:linear relu_1:relu");
    CHECK(tensors->in_features() == 6);
    const nlohmann::json expected = expectations(writer, "state_dict")["tensors"];
    CHECK(std::get<LinearLayer>(tensors->layers[1].kind).weight[0] == expected[0]["values"][0].get<float>());
    CHECK(read_network(fixture(std::string(writer) + "/training.pt"), "model", kMlp));
  }
}

TEST_CASE("a model list must agree with a TorchScript graph", "[checkpoint]") {
  const std::string path = fixture("torch-2.13/script_mlp.pt");
  CHECK(read_network(path, "", kMlp));
  check_fault(read_network(path, "", {request("linear", "fc1"), request("relu")}), "checkpoint.model_differs",
              "the model list says linear, relu; the graph in");
}

TEST_CASE("networks that are no chains of known layers are refused, with every reason", "[checkpoint]") {
  for (const char* const writer : kWriters) {
    for (const char* const name : {"script_residual", "trace_residual"}) {
      check_fault(read_network(fixture(std::string(writer) + "/" + name + ".pt"), "", {}), "checkpoint.topology",
                  "add");
    }
    const Result<Network> unsupported = read_network(fixture(std::string(writer) + "/script_unsupported.pt"), "", {});
    check_fault(unsupported, "checkpoint.unsupported", "layer_norm in norm");
    CHECK(why(unsupported).find("sin (") != std::string::npos);
    CHECK(why(unsupported).find("softmax (") != std::string::npos);
    CHECK(unsupported.error().size() == 3);
    const Result<Network> one = read_network(fixture(std::string(writer) + "/script_linear.pt"), "", {});
    REQUIRE(one);
    CHECK(layer_list(*one) == "linear:linear");
    CHECK(read_network(fixture(std::string(writer) + "/frozen_mlp.pt"), "", {}));
  }
}

TEST_CASE("faults of files with tensors only are told", "[checkpoint]") {
  const std::string path = fixture("torch-2.13/state_dict.pt");
  check_fault(read_network(path, "", {}), "checkpoint.no_model", "tensors only");
  check_fault(read_network(path, "", {request("linear", "fc1"), request("linear", "fc3")}), "checkpoint.chain",
              "fc3: error[checkpoint.chain]: takes 4 features, but fc1 gives 5");
  check_fault(read_network(path, "", {request("linear", "fc9")}), "checkpoint.missing", "fc9.weight");
  check_fault(read_network(fixture("torch-2.13/not_finite.pt"), "", {request("linear", "fc1")}),
              "checkpoint.non_finite", "fc1.weight");
  check_fault(read_network("/nonexistent.pt", "", {}), "file.missing", "no such file");
}

TEST_CASE("tensors that no layer takes give one warning with all of their names", "[checkpoint]") {
  for (const char* const writer : kWriters) {
    const std::string path = fixture(std::string(writer) + "/state_dict.pt");
    std::vector<std::string> warnings;
    REQUIRE(read_network(path, "", kMlp, &warnings));
    REQUIRE(read_network(fixture(std::string(writer) + "/training.pt"), "model", kMlp, &warnings));
    CHECK(warnings.empty());
    REQUIRE(read_network(path, "", {kMlp.begin(), kMlp.end() - 4}, &warnings));
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].starts_with(path + ": warning[checkpoint.unused]: holds tensors that no layer of the network "
                                         "takes: fc2.weight, fc2.bias, fc3.weight\n  fix: "));
  }
}

TEST_CASE("parameters and buffers that forward() never uses are named, counters and second names are not",
          "[checkpoint]") {
  const std::string path = fixture("torch-2.13/script_spare.pt");
  std::vector<std::string> warnings;
  REQUIRE(read_network(path, "", {}, &warnings));
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].starts_with(path +
                                ": warning[checkpoint.unused]: holds tensors that no layer of the network takes: "
                                "mask, spare.weight, spare.bias\n  fix: "));
}

TEST_CASE("TorchScript that LibTorch cannot load is refused with its reason", "[checkpoint]") {
  const ZipEntries entries = {
      {"a/data.pkl", opcode::pickle(opcode::global("__torch__", "Net") + ")\x81}b")},
      {"a/constants.pkl", opcode::pickle(")")},
      {"a/code/__torch__.py",
       "class Net(Module):\n  def forward(self: __torch__.Net, x: Tensor) -> Tensor:\n    return torch.nonsense(x)\n"}};
  ZipEntries known = entries;
  known.emplace_back("a/version", "10");
  const TemporaryFile unknown_operator(zip_of(known));
  check_fault(read_network(unknown_operator.path(), "", {}), "checkpoint.torchscript", "nonsense");
  ZipEntries newer = entries;
  newer.emplace_back("a/.data/version", "99");
  const TemporaryFile newer_format(zip_of(newer));
  check_fault(read_network(newer_format.path(), "", {}), "checkpoint.torchscript", "version 99");
}

}  // namespace rtl4ml
