#include "sim/netlist/inspect.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

DesignSignature chain_signature() {
  const Result<DesignSignature> design = read_signature("tests/sim/designs/chain/signature.json");
  REQUIRE(design);
  return *design;
}

/// As a good netlist of the chain has them: lanes of eight bits, the sign of a ReLU constant.
Netlist good_netlist() {
  Netlist netlist;
  netlist.cells = {{"FDRE", 40}, {"LUT6", 90}};
  netlist.outputs = {{"data_in_0_ready", "-"}, {"data_out_0_valid", "-"}, {"data_out_0", ""}};
  for (int lane = 0; lane < 4; ++lane) netlist.outputs["data_out_0"] += "-------0";
  return netlist;
}

std::string first_complaint(const Netlist& netlist, std::int64_t weight_bits = 0) {
  const std::vector<std::int64_t> expected = chain_outputs(chain_inputs(50));
  const std::vector<std::string> complaints = inspect_netlist(netlist, chain_signature(), expected, weight_bits);
  return complaints.empty() ? "" : complaints.front();
}

}  // namespace

TEST_CASE("a netlist with all that its model needs passes") {
  CHECK(first_complaint(good_netlist()).empty());
  CHECK(first_complaint(good_netlist(), 40).empty());
}

TEST_CASE("what synthesis lost is named") {
  Netlist netlist = good_netlist();
  netlist.outputs["data_out_0_valid"] = "0";
  CHECK(first_complaint(netlist) == "data_out_0_valid is constant 0");
  netlist = good_netlist();
  netlist.outputs.erase("data_in_0_ready");
  CHECK(first_complaint(netlist) == "the netlist has no port data_in_0_ready");
  netlist = good_netlist();
  netlist.outputs["data_out_0"][9] = '0';
  CHECK(first_complaint(netlist) ==
        "folded away: 1 of 32 output bits are constant where the model's are not; data_out_0[9] is constant 0");
  netlist.outputs["data_out_0"][7] = 'x';
  CHECK(first_complaint(netlist).find("2 of 32 output bits") != std::string::npos);
  netlist.outputs["data_out_0"] = "-";
  CHECK(first_complaint(netlist) == "the netlist has no port data_out_0 of 32 bits");
  netlist = good_netlist();
  netlist.undriven.assign(7, "B[0] of cell l (LUT4) in module top");
  CHECK(first_complaint(netlist) == "miscompiled: nothing drives B[0] of cell l (LUT4) in module top");
  netlist = good_netlist();
  netlist.inputs["data_in_0"] = 0;
  CHECK(first_complaint(netlist) == "miscompiled: nothing reads data_in_0");
  netlist.inputs["data_in_0"] = 1;
  CHECK(first_complaint(netlist).empty());
  CHECK(first_complaint(good_netlist(), 41)
            .find("41 different bits, the netlist's registers and memories have room for 40") != std::string::npos);
}
