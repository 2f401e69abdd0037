#include "sim/place/few_pins.hpp"

#include "sim/build/tools.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"

using namespace rtl4ml;

namespace {

DesignSignature chain() { return read_signature("tests/sim/designs/chain/signature.json").value(); }

}  // namespace

TEST_CASE("the ports of a design are clock, reset and both streams") {
  const DesignSignature design = chain();
  CHECK(port_bits(design) == 6 + design.input.beat_bits() + design.output.beat_bits());
}

TEST_CASE("few_pins is a module around the design that three tools accept, and nothing of the design is lost in it") {
  const test::ScratchFolder folder;
  const std::string wrapper = folder.write("few_pins.sv", few_pins_source(chain()));
  const std::string rtl = "tests/sim/designs/chain/rtl/";
  const std::vector<std::string> sources = {rtl + "chain_add.sv", rtl + "chain_relu.sv", rtl + "top.sv", wrapper};
  std::vector<std::string> verilator = {"verilator", "--lint-only", "-Wall", "--top-module", "few_pins"};
  verilator.insert(verilator.end(), sources.begin(), sources.end());
  const Result<std::string> linted = run_tool(verilator, "");
  INFO((linted ? "" : to_string(linted.error())));
  CHECK(linted);
  std::vector<std::string> icarus = {"iverilog", "-g2012", "-s", "few_pins", "-o", (folder.path() / "a").string()};
  icarus.insert(icarus.end(), sources.begin(), sources.end());
  CHECK(run_tool(icarus, ""));
  const std::string files = sources[0] + " " + sources[1] + " " + sources[2] + " " + sources[3];
  // `synth` ends with the count of all cells.
  const auto registers = [&](const std::string& top) {
    const Result<std::string> counted = run_tool({"sh", "-c",
                                                  "yosys -p 'read_verilog -sv " + files + "; synth -flatten -top " +
                                                      top + "' | awk '/_.?DFF/ {n += $2} END {print n}'"},
                                                 "");
    REQUIRE(counted);
    return std::stoi(*counted);
  };
  const DesignSignature design = chain();
  // A register for each port but clock and reset, one for the moment to take the outputs; none for the highest output:
  // it is the sign of a ReLU, and zeros follow it.
  CHECK(registers("few_pins") == registers("top") + port_bits(design) - 2 + 1 - 1);
}
