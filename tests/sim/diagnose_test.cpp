#include "sim/diagnose.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("a wrong lane is named by every engine: vector, element, layer, expected, got, cycle and time") {
  const ChainFolder folder;
  copy_chain(folder, 1);
  std::vector<std::int64_t> inputs(60, 5);
  inputs[3 * 6 + 5] = 77;  // lane 1 of beat 1 of vector 3
  inputs[7 * 6 + 1] = 77;
  for (const Engine engine : {Engine::kVerilator, Engine::kSystemC, Engine::kIcarus}) {
    SimulationOptions options;
    options.engine = engine;
    INFO("engine " << static_cast<int>(engine));
    const SimulationReport report =
        expect_report(simulate(folder.path().string(), chain_model(), inputs, chain_outputs(inputs), options));
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
}

TEST_CASE("the second layer is named where the first is right, after stalls and resets too") {
  const ChainFolder folder;
  copy_chain(folder);
  folder.edit("rtl/chain_relu.sv", "element[7] ? 8'd127", "element[7] ? 8'd126");  // saturates one too low
  std::vector<std::int64_t> inputs(600, 5);
  inputs[88 * 6 + 2] = 127;
  for (const Engine engine : {Engine::kVerilator, Engine::kIcarus}) {
    SimulationOptions options;
    options.engine = engine;
    options.stall = Stall::kRandom;
    options.resets = 3;
    INFO("engine " << static_cast<int>(engine));
    const SimulationReport report =
        expect_report(simulate(folder.path().string(), chain_model(), inputs, chain_outputs(inputs), options));
    REQUIRE(report.first_mismatches.size() == 1);
    CHECK(report.first_mismatches.front().vector == 88);
    CHECK(report.first_mismatches.front().layer == "relu");
  }
}

TEST_CASE("an X is laid at the door of the layer that made it") {
  const ChainFolder folder;
  copy_chain(folder, 6);  // a counter of the first layer that reset forgets
  SimulationOptions options;
  options.engine = Engine::kIcarus;
  const SimulationReport report = expect_report(run_chain(folder, options, 5));
  REQUIRE_FALSE(report.first_mismatches.empty());
  CHECK(report.first_mismatches.front().layer == "add");
}

TEST_CASE("a hang is told with the stream that stalled") {
  const ChainFolder folder;
  copy_chain(folder, 2);
  std::string told;
  for (const Engine engine : {Engine::kVerilator, Engine::kIcarus}) {
    SimulationOptions options;
    options.engine = engine;
    const SimulationReport report = expect_report(run_chain(folder, options));
    CHECK_FALSE(report.bit_exact());
    CHECK(report.mismatches == 0);
    CHECK(report.vectors == 10);
    INFO(report.hang);
    CHECK(report.hang.find("data_in_0 stalled since cycle") != std::string::npos);
    CHECK(report.hang.find("relu_data_out_0") != std::string::npos);
    const std::string inside = report.hang.substr(report.hang.find("inside: "));
    CHECK((told.empty() || told == inside));
    told = inside;
  }
}
