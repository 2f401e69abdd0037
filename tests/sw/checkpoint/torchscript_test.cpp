#include "sw/checkpoint/torchscript.hpp"

#include "sw/checkpoint/read_checkpoint.hpp"
#include "sw/checkpoint/read_network.hpp"
#include "tests/sw/checkpoint/fixtures.hpp"
#include "tests/sw/checkpoint/network_forward.hpp"

namespace rtl4ml {
namespace {

struct Case {
  const char* file;
  const char* layers;
};

const char* const kNested =
    "blocks.0.fc:linear blocks.0.norm:batch_norm1d blocks.0.leaky_relu:leaky_relu act:relu blocks.1.fc:linear "
    "blocks.1.norm:batch_norm1d blocks.1.leaky_relu:leaky_relu act_1:relu head.out:linear head.act:clip";
const char* const kScriptMlp =
    "flatten:flatten fc1:linear bn1:batch_norm1d relu:relu drop:dropout fc2:linear act:leaky_relu dropout:dropout "
    "flatten_1:flatten "
    "fc3:linear relu_1:relu";
const char* const kSequential = "0:flatten 1:linear 2:batch_norm1d 3:relu 4:dropout 5:linear 6:leaky_relu";
const char* const kFunctional = "w1:linear relu:relu w2:linear clip:clip relu_1:relu w3:linear";
const char* const kActivations =
    "0:linear 1:prelu 2:linear 3:prelu 4:clip 5:clip 6:sigmoid 7:tanh 8:gelu 9:gelu_tanh 10:silu 11:elu 12:softplus "
    "13:hard_sigmoid 14:hard_swish 16:leaky_relu";

const std::vector<Case> kCases = {{"script_mlp", kScriptMlp},
                                  {"script_mlp_train", kScriptMlp},
                                  {"trace_mlp", kScriptMlp},
                                  {"trace_mlp_train", kScriptMlp},
                                  {"script_sequential_train", kSequential},
                                  {"trace_sequential", kSequential},
                                  {"script_nested", kNested},
                                  {"trace_nested", kNested},
                                  {"script_functional", kFunctional},
                                  {"trace_functional", kFunctional},
                                  {"script_activations", kActivations},
                                  {"trace_activations", kActivations}};

/// The network computes what PyTorch computed.
void check_outputs(const Network& network, const nlohmann::json& expected) {
  REQUIRE(expected["data_in"].size() == 3);
  for (std::size_t row = 0; row < expected["data_in"].size(); ++row) {
    const std::vector<double> data_out = forward(network, expected["data_in"][row].get<std::vector<double>>());
    const std::vector<double> wanted = expected["data_out"][row].get<std::vector<double>>();
    REQUIRE(data_out.size() == wanted.size());
    // PyTorch computed in float32.
    for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(std::abs(data_out[i] - wanted[i]) < 1e-5);
  }
}

}  // namespace

TEST_CASE("TorchScript graphs of PyTorch 1.13 and 2.13 become the networks they describe", "[checkpoint]") {
  for (const char* const writer : kWriters) {
    for (const Case& each : kCases) {
      const std::string path = fixture(std::string(writer) + "/" + each.file + ".pt");
      std::vector<std::string> warnings;
      const Result<Network> network = read_network(path, "", {}, &warnings);
      INFO(path << "\n" << why(network));
      CHECK(network);
      CHECK(warnings.empty());
      if (!network) continue;
      CHECK(layer_list(*network) == each.layers);
      check_outputs(*network, expectations(writer, each.file));
    }
  }
}

TEST_CASE("frozen TorchScript, without modules and with batch normalisation folded by PyTorch, is read too",
          "[checkpoint]") {
  for (const char* const writer : kWriters) {
    const Result<Network> network = read_network(fixture(std::string(writer) + "/frozen_mlp.pt"), "", {});
    INFO(writer << why(network));
    REQUIRE(network);
    CHECK(layer_list(*network).starts_with("flatten:flatten linear:linear "));
    check_outputs(*network, expectations(writer, "frozen_mlp"));
  }
}

}  // namespace rtl4ml
