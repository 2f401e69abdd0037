// Comparisons with negative constants: where signed ones are written, Yosys 0.23 makes wrong tables of them (cmp2lut).
#include "tests/hw/flows/products.hpp"

namespace rtl4ml::test {
namespace {

struct CellModels {
  std::string flow, files;  ///< $share: Yosys' folder
};

const std::vector<CellModels> kCellModels = {{"ice40", "-DNO_ICE40_DEFAULT_ASSIGNMENTS $share/ice40/cells_sim.v"},
                                             {"xc7", "$share/xilinx/cells_sim.v"},
                                             {"ecp5", "$share/ecp5/cells_sim.v"}};

/// A module `name` that clips all codes of three bits to every pair of bounds, by what `clip` writes for one pair. A
/// register ahead keeps the bounds the only constants.
template <class Clip>
std::string module_with(const std::string& name, const Clip& clip) {
  std::string text;
  int pairs = 0;
  for (int low = -4; low < 4; ++low) {
    for (int high = low; high < 4; ++high) text += clip(low, high, 3 * pairs++);
  }
  return fmt::format(
      "module {} (input logic clk, input logic [2:0] code, output logic [{}:0] y);\n  logic signed [2:0] code_q;\n"
      "  always_ff @(posedge clk) code_q <= code;\n{}endmodule\n",
      name, 3 * pairs - 1, text);
}

std::string library_clip(int low, int high, int at) {
  return fmt::format(
      "  fixed_clip #(.DATA_IN_WIDTH(3), .DATA_IN_FRAC_WIDTH(0), .DATA_IN_SIGNED(1), .DATA_OUT_WIDTH(3),"
      " .DATA_OUT_FRAC_WIDTH(0), .DATA_OUT_SIGNED(1), .ROUNDING(0), .OVERFLOW(0), .PARALLELISM(1), .MIN_CODE({0}),"
      " .MAX_CODE({1})) clip_{2} (.data_in_0(code_q), .data_in_0_valid(1'b1), .data_in_0_ready(),"
      " .data_out_0(y[{2}+:3]), .data_out_0_valid(), .data_out_0_ready(1'b1));\n",
      low, high, at);
}

std::string written_clip(int low, int high, int at) {
  return fmt::format("  assign y[{2}+:3] = (code_q < {0}) ? 3'({0}) : (code_q > {1}) ? 3'({1}) : code_q;\n", low, high,
                     at);
}

/// In how many of eight codes the netlist differs.
int wrong_codes(const ScratchFolder& folder, const CellModels& models, const std::string& dut) {
  constexpr const char* kBench = R"(module bench;
  logic clk = 0;
  logic [2:0] code;
  wire [107:0] written, mapped;
  written first (.y(written), .*);
  dut second (.y(mapped), .*);
  int wrong = 0;
  initial begin
    for (int i = 0; i < 8; i = i + 1) begin
      code = i;
      #1 clk = 1;
      #1 if (written !== mapped) wrong = wrong + 1;
      clk = 0;
    end
    $display("%0d", wrong);
  end
endmodule
)";
  const std::string rtl = (source_tree() / "rtl_templates").string();
  folder.write("dut.sv", dut);
  folder.write("bench.sv", kBench);
  folder.write("written.sv", module_with("written", written_clip));
  shell(fmt::format(
            "{0} {1} dut out {2}/number/fixed_number_pkg.sv {2}/number/fixed_extend.sv {2}/number/fixed_convert.sv"
            " {2}/clip/fixed_clip.sv dut.sv",
            (source_tree() / "hw/flows/synthesize").string(), models.flow, rtl),
        folder.path());
  return std::stoi(shell(fmt::format("share=$(dirname $(dirname $(command -v yosys)))/share/yosys; iverilog -g2012"
                                     " -I$share/{} -s bench -o bench.vvp bench.sv written.sv out/netlist.v {} && vvp -n"
                                     " bench.vvp",
                                     models.flow, models.files),
                         folder.path()));
}

}  // namespace

TEST_CASE("fixed_clip is what it says after synthesis, whatever its bounds") {
  for (const CellModels& models : kCellModels) {
    INFO(models.flow);
    CHECK(wrong_codes(ScratchFolder(), models, module_with("dut", library_clip)) == 0);
  }
}

TEST_CASE("signed comparisons with negative constants are noticed") {
  // Where this fails, fixed_clip and fixed_threshold may compare signed numbers again.
  CHECK(wrong_codes(ScratchFolder(), kCellModels.front(), module_with("dut", written_clip)) > 0);
}

}  // namespace rtl4ml::test
