// The second opinion: whole designs in Icarus, four-state, with stalls and resets in flight. An X on a valid output, or
// on valid or ready of any stream after reset, is a fault.
#include "sw/base/source_tree.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("networks are bit-exact in Icarus too, and no X leaves a design", "[end_to_end]") {
  struct Run {
    std::string design, stall, count;
  };
  for (const Run& run :
       {Run{"digits", "worst", "5"}, Run{"jets", "random", "10"}, Run{"linear_relu", "bursty", "200"}}) {
    const ScratchFolder scratch;
    INFO(run.design);
    const nlohmann::json report = simulate_exactly(
        scratch.path(), "hw/configs/" + run.design + ".yaml",
        {"--engine", "icarus", "--stall", run.stall, "--resets", "2", "--count", run.count, "--trace", "none"});
    CHECK(report["protocol_faults"].empty());
    CHECK(report["vectors"] == std::stoi(run.count));
    CHECK(report["resets"].get<int>() >= 1);
  }
}

TEST_CASE("registers that reset forgets are X on the streams inside, told by name", "[end_to_end]") {
  const ScratchFolder scratch;
  const std::filesystem::path copy = scratch.path() / "rtl_templates";
  std::filesystem::copy(source_tree() / "rtl_templates", copy, std::filesystem::copy_options::recursive);
  const Result<ProcessResult> edited = run_process(
      {"sed", "-i", "s/if (rst) begin/if (1'b0) begin/", (copy / "linear/vector_buffer.sv").string()}, ".", 20.0);
  REQUIRE(edited);
  const Result<ProcessResult> result =
      run_process({"/usr/bin/env", "RTL4ML_RTL=" + copy.string(), program_path(), "sim", "hw/configs/jets.yaml",
                   "--engine", "icarus", "--trace", "none", "--count", "2", "--build", scratch.path().string()},
                  source_tree().string(), 200.0);
  REQUIRE(result);
  INFO(result->output);
  CHECK(result->exit_status == 1);
  CHECK(result->output.find("top.fc1_data_out_0_ready is X") != std::string::npos);
}

}  // namespace rtl4ml::test
