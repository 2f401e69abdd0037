#include "sw/base/source_tree.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("sim --json prints what report.json holds") {
  const ScratchFolder scratch;
  const ProcessResult result = run_rtl4ml({"sim", "hw/configs/linear_relu.yaml", "--json", "--trace", "none", "--count",
                                           "10", "--seed", "9", "--build", scratch.path().string()});
  INFO(result.output);
  REQUIRE(result.exit_status == 0);
  const nlohmann::json printed = json_of(result);
  std::ifstream file(scratch.path() / "linear_relu/report.json");
  CHECK(printed == nlohmann::json::parse(file));
  CHECK(printed["vectors"] == 10);
  CHECK(printed["elements"] == 80);
  CHECK(printed["seed"] == 9);
  CHECK(printed["bit_exact"] == true);
  CHECK(printed["latency_cycles"].get<int>() <= 7);
  CHECK(printed["interval_cycles"] == 2);
  CHECK(printed["accuracy"].is_null());
  for (const char* phase : {"compile", "oracle", "reference", "emit", "build", "run"})
    CHECK(printed["seconds"].contains(phase));
}

TEST_CASE("a fault in the RTL is a mismatch: exit status 1, the layer named") {
  // The library is taken from a copy in which ReLU answers 1 where it should answer 0.
  const ScratchFolder scratch;
  const std::filesystem::path copy = scratch.path() / "rtl_templates";
  std::filesystem::copy(source_tree() / "rtl_templates", copy, std::filesystem::copy_options::recursive);
  const std::filesystem::path relu = copy / "relu/fixed_relu.sv";
  const Result<ProcessResult> edited =
      run_process({"sed", "-i", "s/? '0 : value/? DATA_IN_WIDTH'(1) : value/", relu.string()}, ".", 20.0);
  REQUIRE(edited);
  const Result<ProcessResult> result = run_process(
      {"/usr/bin/env", "RTL4ML_RTL=" + copy.string(), "RTL4ML_CACHE=" + test_cache().string(), program_path(), "sim",
       "hw/configs/linear_relu.yaml", "--trace", "none", "--count", "20", "--build", scratch.path().string()},
      source_tree().string(), 200.0);
  REQUIRE(result);
  INFO(result->output);
  CHECK(result->exit_status == 1);
  CHECK(result->output.find("MISMATCHES") != std::string::npos);
  CHECK(result->output.find("layer relu: expected 0 (0), got 1 (0.125)") != std::string::npos);
}

}  // namespace rtl4ml::test
