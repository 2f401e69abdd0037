// Flows that pack registers into blocks themselves look whether a bit has lost its driver.
#include "tests/hw/flows/products.hpp"

namespace rtl4ml::test {

namespace fs = std::filesystem;

TEST_CASE("a bit that has lost its driver stops the flow") {
  // Without the step that keeps it from happening: a bit of the product is twice in its register.
  const std::string name = GENERATE("ecp5", "xc7");
  const ScratchFolder folder;
  fs::copy(source_tree() / "hw/flows", folder.path() / "flows");
  std::string flow = read_file(folder.path() / ("flows/" + name + ".ys"), 1U << 20U).value();
  const std::string step = "techmap -map %registers";
  REQUIRE(flow.find(step) != std::string::npos);
  for (std::size_t at = 0; (at = flow.find(step)) != std::string::npos;) flow.erase(at, flow.find('\n', at) - at);
  folder.write("flows/" + name + ".ys", flow);
  folder.write("dut.sv", dut("dut", {"",
                                     "logic signed [15:0] m;\n  assign m = 16'(x) * 16'(y);\n"
                                     "  always_ff @(posedge clk) if (en2) p <= {12'd0, m[3:0], m};"}));
  const Result<ProcessResult> result =
      run_process({"flows/synthesize", name, "dut", "out", "dut.sv"}, folder.path(), 200.0);
  REQUIRE(result);
  INFO(result->output);
  CHECK(result->exit_status == 2);
  CHECK(result->output.find("problems in 'check -assert'") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "out/netlist.v"));
}

}  // namespace rtl4ml::test
