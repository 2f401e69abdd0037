// A network that the project does not ship, saved by PyTorch, goes from file to bit-exact RTL with a five-line YAML.
#include "sw/base/source_tree.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

const std::string kFixtures = source_tree().string() + "/tests/fixtures/checkpoints/";

/// The five lines, with a model list only where the file holds tensors alone.
std::string five_lines(const std::string& checkpoint, const std::string& model) {
  return "name: foreign\ncheckpoint: " + kFixtures + checkpoint + "\n" + model +
         "precision: {width: 8, frac_width: auto}\nparallelism: 3\n";
}

}  // namespace

TEST_CASE("a state_dict with a model list", "[end_to_end]") {
  const std::string model =
      "model: [{linear: fc1}, {batch_norm1d: bn1}, relu, {linear: fc2}, {leaky_relu: act2, negative_slope: 0.1}, "
      "{linear: fc3}]\n";
  for (const std::string version : {"torch-1.13", "torch-2.13"}) {
    const ScratchFolder scratch;
    const std::string config = scratch.write("foreign.yaml", five_lines(version + "/state_dict.pt", model));
    INFO(version);
    const nlohmann::json report =
        simulate_exactly(scratch.path(), config, {"--trace", "none", "--count", "200", "--stall", "random"});
    CHECK(report["vectors"] == 200);
  }
}

TEST_CASE("TorchScript without a model list", "[end_to_end]") {
  for (const std::string file :
       {"torch-1.13/script_mlp.pt", "torch-2.13/trace_sequential.pt", "torch-2.13/script_activations.pt"}) {
    const ScratchFolder scratch;
    const std::string config = scratch.write("foreign.yaml", five_lines(file, ""));
    INFO(file);
    const nlohmann::json report = simulate_exactly(scratch.path(), config, {"--trace", "none", "--count", "200"});
    CHECK(report["interval_cycles"] == report["ideal_interval_cycles"]);
  }
}

}  // namespace rtl4ml::test
