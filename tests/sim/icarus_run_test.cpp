#include "sim/icarus_run.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("Icarus, a second opinion: bit-exact under every stall, with resets in flight") {
  const ChainFolder folder;
  copy_chain(folder);
  for (const Stall stall : {Stall::kNone, Stall::kRandom, Stall::kBursty, Stall::kWorst}) {
    SimulationOptions options;
    options.stall = stall;
    options.resets = stall == Stall::kNone ? 0 : 3;
    options.engine = Engine::kIcarus;
    const SimulationReport report = expect_report(run_chain(folder, options, 100));
    CHECK(report.bit_exact());
    CHECK(report.vectors == 100);
    CHECK(report.latency_cycles == 3);
    CHECK(report.resets == options.resets);
    if (stall == Stall::kNone) CHECK(report.interval_cycles == 2.0);
  }
}

TEST_CASE("Icarus sees the X of a register that reset forgets") {
  const ChainFolder folder;
  copy_chain(folder, 6);
  SimulationOptions options;
  options.engine = Engine::kIcarus;
  const SimulationReport report = expect_report(run_chain(folder, options, 5));
  REQUIRE_FALSE(report.protocol_faults.empty());
  CHECK(report.protocol_faults.front().find("data_out is X in a lane") != std::string::npos);
}
