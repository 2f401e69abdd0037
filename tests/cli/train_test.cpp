#include "sw/base/source_tree.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("train writes the committed checkpoint of an initialised design again, byte for byte") {
  const ScratchFolder scratch;
  const std::string file = (scratch.path() / "linear_relu.safetensors").string();
  const ProcessResult result = run_rtl4ml({"train", "linear_relu", "-o", file});
  INFO(result.output);
  REQUIRE(result.exit_status == 0);
  const Result<ProcessResult> difference =
      run_process({"cmp", file, "hw/configs/checkpoints/linear_relu.safetensors"}, source_tree().string(), 20.0);
  REQUIRE(difference);
  CHECK(difference->exit_status == 0);
}

TEST_CASE("train lists its recipes and refuses unknown ones") {
  const ProcessResult list = run_rtl4ml({"train", "--list"});
  CHECK(list.exit_status == 0);
  for (const char* design : {"linear_relu", "linear_leaky_relu", "digits", "mlp_512", "jets"}) {
    CHECK(list.output.find(design) != std::string::npos);
  }
  const ProcessResult unknown = run_rtl4ml({"train", "digit"});
  CHECK(unknown.exit_status == 2);
  CHECK(unknown.output.find("error[train.recipe]") != std::string::npos);
}

}  // namespace rtl4ml::test
