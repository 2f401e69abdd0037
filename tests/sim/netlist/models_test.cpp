#include "sim/netlist/models.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("a model without behaviour is told from one that has one") {
  const std::string models =
      "module A(input I, output O);\n  assign O = I;\nendmodule\n"
      "module AB(input I, output O);\n  parameter P = 0;\n  specify\n    (I => O) = 3;\n  endspecify\nendmodule\n";
  CHECK(has_behaviour(models, "A"));
  CHECK_FALSE(has_behaviour(models, "AB"));
  CHECK_FALSE(has_behaviour(models, "B"));
}

TEST_CASE("a netlist uses our models where Yosys has none, and a cell that nobody models is refused") {
  const ChainFolder folder;
  std::filesystem::create_directories(folder.path() / "rtl");
  folder.write(
      "n.v", "module top;\n  MULT18X18D #(\n    .GSR(\"AUTO\")\n  ) MULT18X18D (\n  );\n  LUT4 l (\n  );\nendmodule\n");
  Netlist netlist;
  netlist.cells = {{"MULT18X18D", 1}, {"LUT4", 1}};
  const Result<std::vector<std::string>> ours =
      write_simulation_sources(folder.path() / "n.v", netlist, "ecp5", folder.path() / "rtl");
  INFO((ours ? "" : to_string(ours.error())));
  REQUIRE(ours);
  CHECK(*ours == std::vector<std::string>{"MULT18X18D"});
  CHECK(folder.get("rtl/netlist.v").find("  rtl4ml_MULT18X18D #(") != std::string::npos);
  CHECK(folder.get("rtl/netlist.v").find(") MULT18X18D (") != std::string::npos);
  CHECK(folder.get("rtl/filelist.f") == "MULT18X18D.v\ncells_sim.v\nnetlist.v\n");
  CHECK(std::filesystem::exists(folder.path() / "rtl/cells_ff.vh"));

  netlist.cells = {{"DSP48E2", 2}, {"LUT4", 1}};
  const Result<std::vector<std::string>> refused =
      write_simulation_sources(folder.path() / "n.v", netlist, "xcup", folder.path() / "rtl");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().front().code == "netlist.model");
  CHECK(refused.error().front().message.find("2 cells DSP48E2") != std::string::npos);
}
