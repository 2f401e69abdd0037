// What hw/flows/xc7.ys puts into the blocks of products, where Yosys' own script for the family gives a wrong netlist,
// and that the netlist is what was written.
#include "tests/hw/flows/products.hpp"

namespace rtl4ml::test {
namespace {

namespace fs = std::filesystem;

/// A product by a constant that is narrower than its register: the copies of its sign are found late.
const std::string kNarrow =
    "logic signed [12:0] a_q, b_q;\n"
    "  always_ff @(posedge clk) if (en1) begin\n    a_q <= 13'(x_q * $signed(5'd10));\n    b_q <= 13'(y_q * -5'sd3);\n "
    " end\n";

const std::vector<Product> kXc7Products = {
    {"all of them", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y_q);", 1, 0},
    {"a sum of products by constants", kNarrow + "  always_ff @(posedge clk) if (en2) p <= 32'(a_q + b_q);", 2, 0},
    {"the same, and others read a product",
     kNarrow + "  logic signed [13:0] s_q;\n  always_ff @(posedge clk) if (en2) s_q <= 14'(a_q) + 14'(b_q);\n"
               "  assign p = 32'(s_q) ^ 32'(a_q);",
     2, 0},
    {"a register that holds bits of its product twice",
     "logic signed [15:0] m;\n  assign m = 16'(x) * 16'(y);\n"
     "  always_ff @(posedge clk) if (en2) p <= {12'd0, m[3:0], m};",
     1, 0},
    {"a factor with an adder ahead of its register, which others read",
     "logic signed [7:0] s_q;\n  always_ff @(posedge clk) if (en0) s_q <= x + y;\n"
     "  logic signed [15:0] m_q;\n  always_ff @(posedge clk) if (en2) m_q <= 16'(s_q) * 16'(y_q);\n"
     "  assign p = (s_q < 0) ? 32'(m_q) : 32'(s_q);",
     1, 8},
    {"a product that is accumulated",
     "always_ff @(posedge clk) if (en2) p <= (en0 ? 32'(w_q) : p) + 32'(x_q) * 32'(y_q);", 1, 0},
    {"a product by one of some constants",
     "logic signed [5:0] k_q;\n  logic signed [13:0] q;\n"
     "  always_ff @(posedge clk) if (en1) begin\n    case (u[1:0])\n      2'd0: k_q <= 6'd5;\n      2'd1: k_q <= "
     "6'd3;\n      2'd2: k_q <= 6'd4;\n      default: k_q <= 6'd1;\n    endcase\n  end\n"
     "  always_ff @(posedge clk) if (en2) q <= 14'(k_q) * 14'(x);\n"
     "  always_ff @(posedge clk) if (en0) p <= 32'(q) + 32'(w);",
     1, 0},
    {"a narrow product, and the register of its sum with a number",
     "logic signed [18:0] a_q, b_q;\n  always_ff @(posedge clk) if (en1) begin\n    a_q <= 19'(x * $signed(11'd15));\n"
     "    b_q <= a_q + 19'sd77;\n  end\n  assign p = 32'(b_q);",
     1, 0},
    {"an unsigned product that is narrow",
     "logic [11:0] a_q, b_q;\n  always_ff @(posedge clk) if (en1) begin\n    a_q <= 12'(u_q[7:0] * 12'd5);\n"
     "    b_q <= 12'(u_q[8:1] * 12'd6);\n  end\n"
     "  always_ff @(posedge clk) if (en2) p <= 32'(a_q) + 32'(b_q);",
     2, 0},
};

/// As test::wrong, with Yosys' models of the cells.
std::vector<int> wrong_on_xc7(const ScratchFolder& folder, const std::vector<Product>& products,
                              const std::string& netlist) {
  return wrong(folder, products, netlist, "$share/xilinx/cells_sim.v");
}

}  // namespace

TEST_CASE("what a block of the 7 series takes in stays what was written") {
  const ScratchFolder folder;
  const std::string netlist = mapped(folder, "xc7", kXc7Products);
  const std::vector<int> differences = wrong_on_xc7(folder, kXc7Products, netlist);
  for (std::size_t i = 0; i < kXc7Products.size(); ++i) {
    INFO(kXc7Products[i].name);
    const std::string text = module_of(netlist, i);
    CHECK(count(text, " DSP48E1 ") == kXc7Products[i].blocks);
    CHECK(count(text, " FDRE ") == kXc7Products[i].flip_flops);
    CHECK(differences[i] == 0);
  }
}

TEST_CASE("Yosys' own script for the 7 series gives a wrong netlist, and it is noticed") {
  // Where this fails, the flow can be the one line again.
  const ScratchFolder folder;
  fs::copy(source_tree() / "hw/flows", folder.path() / "flows");
  folder.write("flows/xc7.ys", "synth_xilinx -family xc7 -flatten -noiopad\n");
  folder.write("dut.sv", duts("dut", kXc7Products));
  shell("flows/synthesize xc7 dut out dut.sv", folder.path());
  const std::string netlist = read_file(folder.path() / "out/netlist.v", 1U << 24U).value();
  const std::vector<int> differences = wrong_on_xc7(folder, kXc7Products, netlist);
  CHECK(differences[3] > 0);
  CHECK(differences[4] > 0);
}

TEST_CASE("without multipliers nothing is left of the blocks of the 7 series") {
  const ScratchFolder folder;
  const std::vector<Product> one = {kXc7Products.front()};
  const std::string netlist = mapped(folder, "xc7", one, "--no-dsp");
  CHECK(count(netlist, " DSP48E1 ") == 0);
  CHECK(count(netlist, " FDRE ") == 8 + 8 + 16);
  CHECK(wrong_on_xc7(folder, one, netlist).front() == 0);
}

}  // namespace rtl4ml::test
