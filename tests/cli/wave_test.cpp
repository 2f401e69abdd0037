#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("wave without a waveform says how to get one") {
  const ScratchFolder scratch;
  const ProcessResult result =
      run_rtl4ml({"wave", "hw/configs/linear_relu.yaml", "--svg", "--build", scratch.path().string()});
  CHECK(result.exit_status == 2);
  CHECK(result.output.find("error[cli.no_wave]") != std::string::npos);
  CHECK(result.output.find("rtl4ml sim hw/configs/linear_relu.yaml") != std::string::npos);
}

}  // namespace rtl4ml::test
