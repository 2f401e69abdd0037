#include "sim/netlist/simulate_netlist.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

NetlistReport netlist_of_chain(const ChainFolder& folder, const std::string& flow) {
  const std::vector<std::int64_t> inputs = chain_inputs(300);
  SimulationOptions options;
  options.stall = Stall::kRandom;
  options.resets = 3;
  const Result<NetlistReport> report = simulate_netlist(folder.path().string(), chain_model(), inputs,
                                                        chain_outputs(inputs), {flow, true, true}, options);
  INFO((report ? "" : to_string(report.error())));
  REQUIRE(report);
  return *report;
}

}  // namespace

TEST_CASE("a netlist is bit-exact under stalls and resets in flight") {
  const ChainFolder folder;
  copy_chain(folder);
  for (const std::string flow : {"ice40", "ecp5"}) {
    const NetlistReport report = netlist_of_chain(folder, flow);
    INFO(flow);
    CHECK(report.equal());
    CHECK(report.cause.empty());
    CHECK(report.simulation.vectors == 300);
    CHECK(report.simulation.resets == 3);
    CHECK(report.cells.size() > 2);
    CHECK(std::filesystem::exists(folder.path() / "netlist" / flow / "rtl/netlist.v"));
  }
}

TEST_CASE("RTL that differs from the model is not blamed on synthesis") {
  const ChainFolder folder;
  copy_chain(folder, 1);
  const NetlistReport report = netlist_of_chain(folder, "ice40");
  CHECK_FALSE(report.equal());
  CHECK(report.simulation.mismatches > 0);
  CHECK(report.cause == "not synthesis: the RTL itself differs from the model, first in layer add");
}

TEST_CASE("an output that synthesis folds away is named, and blamed on synthesis where the RTL is right") {
  // Yosys defines SYNTHESIS, a simulator does not: what a tool that drops the data would do.
  const ChainFolder folder;
  copy_chain(folder);
  folder.edit("rtl/top.sv", "  assign data_out_0            = relu_data_out_0;",
              "`ifdef SYNTHESIS\n  assign data_out_0 = 32'd0;\n`else\n  assign data_out_0 = relu_data_out_0;\n`endif");
  const NetlistReport report = netlist_of_chain(folder, "ice40");
  CHECK_FALSE(report.equal());
  REQUIRE(report.faults.size() == 2);
  CHECK(report.faults.back() == "miscompiled: nothing reads data_in_0");
  CHECK(report.faults.front() ==
        "folded away: 28 of 32 output bits are constant where the model's are not; data_out_0[0] is constant 0");
  CHECK(report.cause == "miscompiled by synthesis: the RTL is bit-exact with the same vectors, stalls and resets");
}

TEST_CASE("what Yosys miscompiles for iCE40 with DSP blocks is found, named and blamed on synthesis") {
  const ChainFolder folder;
  copy_chain(folder);
  std::filesystem::copy_file("tests/sim/designs/products/chain_add.sv", folder.path() / "rtl/chain_add.sv",
                             std::filesystem::copy_options::overwrite_existing);
  const NetlistReport kept = netlist_of_chain(folder, "ice40-dsp");
  CHECK(kept.equal());
  CHECK(kept.cells.at("SB_MAC16") == 8);
  // Under another name the multiplier is not kept apart.
  for (int i = 0; i < 3; ++i) folder.edit("rtl/chain_add.sv", "fixed_multiplier", "other_multiplier");
  const NetlistReport merged = netlist_of_chain(folder, "ice40-dsp");
  CHECK_FALSE(merged.equal());
  REQUIRE_FALSE(merged.faults.empty());
  INFO(merged.faults.front());
  CHECK(merged.faults.front().find("folded away") == 0);
  CHECK(merged.cause == "miscompiled by synthesis: the RTL is bit-exact with the same vectors, stalls and resets");
}
