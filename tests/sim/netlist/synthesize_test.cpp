#include "sim/netlist/synthesize.hpp"

#include <algorithm>

#include "sim/netlist/memories.hpp"
#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

/// The chain with a ROM of four words beside it, as the compiler writes large ones.
void add_rom(const ChainFolder& folder) {
  folder.write("rtl/chain_weight_source.sv",
               "module chain_weight_source (input clk, input [1:0] address, output reg [7:0] weight);\n"
               "  reg [7:0] rom [0:3];\n  initial $readmemh(\"chain_weight_source.mem\", rom);\n"
               "  always @(posedge clk) weight <= rom[address];\nendmodule\n");
  folder.write("rtl/chain_weight_source.mem", "11\n22\n33\n44\n");
  folder.write("rtl/filelist.f", "chain_add.sv\nchain_relu.sv\nchain_weight_source.sv\ntop.sv\n");
  folder.edit(
      "rtl/top.sv", "  assign data_out_0 ",
      "  wire [7:0] weight;\n  chain_weight_source source (clk, data_in_0[1:0], weight);\n  assign data_out_0 ");
}

Result<Synthesis> synthesize_chain(const ChainFolder& folder, const std::string& flow) {
  const Result<DesignSignature> design = read_signature(folder.path() / "signature.json");
  REQUIRE(design);
  return synthesize(folder.path() / "cache", folder.path(), *design, {.flow = flow});
}

std::string first_code(const Result<Synthesis>& result) { return result ? "none" : result.error().front().code; }

}  // namespace

TEST_CASE("there is a flow for each family") {
  CHECK(known_flows() == std::vector<std::string>{"ecp5", "gowin", "ice40", "ice40-dsp", "nexus", "xc7", "xcup"});
}

TEST_CASE(
    "a synthesis is kept, and done again when a memory file changes, an emptied one is noticed, a missing one stops "
    "it") {
  const ChainFolder folder;
  copy_chain(folder);
  add_rom(folder);
  const Result<Synthesis> first = synthesize_chain(folder, "ice40");
  INFO((first ? "" : to_string(first.error())));
  REQUIRE(first);
  CHECK(first->built);
  for (const char* file : {"netlist.v", "netlist.json", "memories.json", "cells.txt", "yosys.log"})
    CHECK(std::filesystem::exists(first->folder / file));
  CHECK_FALSE(synthesize_chain(folder, "ice40")->built);
  CHECK(check_memories(first->folder / "memories.json", folder.path() / "rtl")->empty());

  folder.write("rtl/chain_weight_source.mem", "");
  const Result<Synthesis> empty = synthesize_chain(folder, "ice40");
  REQUIRE(empty);
  CHECK(empty->built);
  const Result<std::vector<std::string>> lost = check_memories(empty->folder / "memories.json", folder.path() / "rtl");
  REQUIRE(lost);
  CHECK(*lost == std::vector<std::string>{
                     "ROM chain_weight_source: word 0 of 4 has no value; chain_weight_source.mem holds 0 words"});

  std::filesystem::remove(folder.path() / "rtl/chain_weight_source.mem");
  const Result<Synthesis> missing = synthesize_chain(folder, "ice40");
  CHECK(first_code(missing) == "sim.tool_failed");
  CHECK(missing.error().front().message.find("chain_weight_source.mem") != std::string::npos);
}

TEST_CASE("an unknown flow and a missing Yosys are told") {
  const ChainFolder folder;
  copy_chain(folder);
  CHECK(first_code(synthesize_chain(folder, "spartan")) == "netlist.flow");
  const std::string path = getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  CHECK(first_code(synthesize_chain(folder, "ice40")) == "sim.tool_missing");
  setenv("PATH", path.c_str(), 1);
}

TEST_CASE("a Yosys that is killed or takes too long is told, its passes are told as they begin") {
  const ChainFolder folder;
  copy_chain(folder);
  const DesignSignature design = read_signature(folder.path() / "signature.json").value();
  const auto synthesize_with = [&](const std::string& yosys, SynthesisOptions options) {
    std::filesystem::create_directories(folder.path() / "bin");
    const std::string program = folder.write("bin/yosys", "#!/bin/bash\n[[ $1 == -V ]] && { echo V; exit; }\n" + yosys);
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    const std::string path = getenv("PATH");
    setenv("PATH", ((folder.path() / "bin").string() + ":" + path).c_str(), 1);
    Result<Synthesis> result = synthesize(folder.path() / "cache", folder.path(), design, options);
    setenv("PATH", path.c_str(), 1);
    return result;
  };
  std::vector<std::string> told;
  SynthesisOptions listening;
  listening.on_line = [&told](const std::string& line) { told.push_back(line); };
  const Result<Synthesis> killed =
      synthesize_with("echo '2.13. Executing ABC pass.'; echo other words; kill -9 $$\n", listening);
  REQUIRE(first_code(killed) == "sim.tool_failed");
  CHECK(killed.error().front().message.find("Yosys was ended by signal 9") != std::string::npos);
  CHECK(std::find(told.begin(), told.end(), "2.13. Executing ABC") != told.end());
  CHECK(std::find(told.begin(), told.end(), "other words") == told.end());
  SynthesisOptions hasty;
  hasty.timeout_seconds = 0.5;
  CHECK(first_code(synthesize_with("sleep 30\n", hasty)) == "sim.tool_timeout");
}
