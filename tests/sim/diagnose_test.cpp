#include "sim/diagnose.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("a wrong lane is named: vector, element, layer, expected, got, cycle and time") {
  const ChainFolder folder;
  copy_chain(folder, 1);
  std::vector<std::int64_t> inputs(60, 5);
  inputs[3 * 6 + 5] = 77;  // lane 1 of beat 1 of vector 3
  inputs[7 * 6 + 1] = 77;
  const SimulationReport report =
      expect_report(simulate(folder.path().string(), chain_model(), inputs, chain_outputs(inputs), {}));
  CHECK_FALSE(report.bit_exact());
  CHECK(report.mismatches == 2);
  REQUIRE(report.first_mismatches.size() == 2);
  const Mismatch& first = report.first_mismatches.front();
  CHECK(first.vector == 3);
  CHECK(first.element == 5);
  CHECK(first.layer == "add");
  CHECK(first.expected == 83);
  CHECK(first.got == 82);
  CHECK(first.wave_time == std::to_string(first.cycle * 10) + " ns");
  CHECK(report.outputs[3 * 6 + 5] == 82);
}

TEST_CASE("a hang is told with the stream that stalled") {
  const ChainFolder folder;
  copy_chain(folder, 2);
  const SimulationReport report = expect_report(run_chain(folder, {}));
  CHECK_FALSE(report.bit_exact());
  CHECK(report.mismatches == 0);
  CHECK(report.vectors == 10);
  INFO(report.hang);
  CHECK(report.hang.find("data_in_0 stalled since cycle") != std::string::npos);
  CHECK(report.hang.find("relu_data_out_0") != std::string::npos);
}
