#include "sim/build/wide_constants.hpp"

#include "sim/build/testbench_build.hpp"
#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("a model whose constants Verilator writes past the end of their variable is not run", "[long]") {
  const auto build = [](const std::string& constant) {
    const ChainFolder folder;
    copy_chain(folder);
    folder.edit(
        "rtl/top.sv", "endmodule",
        "  logic [4095:0] wide;\n  logic [31:0] words[128];\n  integer word;\n  initial begin\n    wide = " + constant +
            ";\n    for (word = 0; word < 128; word = word + 1) words[word] = wide[word*32+:32];\n  end\n"
            "  logic [31:0] kept /*verilator public_flat_rd*/;\n"
            "  always_ff @(posedge clk) kept <= words[{kept[5:0], rst}];\nendmodule");
    const DesignSignature design = read_signature(folder.path() / "signature.json").value();
    return build_testbench(folder.path() / "cache", folder.path(), design, {});
  };
  const Result<TestbenchBuild> overrun = build("4096'h1 << 3000");
  REQUIRE_FALSE(overrun);
  CHECK(overrun.error().front().code == "sim.verilator_overrun");
  CHECK(overrun.error().front().place.find("wide") != std::string::npos);
  CHECK(build("{1'b1, 4095'h1 << 3000}"));
}
