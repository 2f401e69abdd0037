// Which registers hw/flows/ecp5.ys puts into the blocks of products, and that the netlist is what was written all the
// same.
#include "tests/hw/flows/products.hpp"

namespace rtl4ml::test {
namespace {

/// And what else its blocks take.
struct Ecp5Product : Product {
  int factors, products;  ///< blocks with registers of both factors, and with that of the product
};

const std::vector<Ecp5Product> kEcp5Products = {
    {{"all of them", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y_q);", 1, 0}, 1, 1},
    {{"no register of the product", "assign p = 32'(x_q) * 32'(y_q);", 1, 0}, 1, 0},
    {{"no register of the factors", "always_ff @(posedge clk) if (en2) p <= 32'(x) * 32'(y);", 1, 0}, 0, 1},
    {{"one factor alone", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y);", 1, 8}, 0, 1},
    {{"a register that others read", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y_q) ^ 32'(x_q);", 1, 24},
     1,
     0},
    {{"two registers in a row", "always_ff @(posedge clk) if (en2) p <= 32'(x2_q) * 32'(y_q);", 1, 8}, 1, 1},
    {{"a register after the product's",
      "logic signed [31:0] m;\n  always_ff @(posedge clk) if (en1) m <= 32'(x_q) * 32'(y_q);\n"
      "  always_ff @(posedge clk) if (en2) p <= m;",
      1, 16},
     1,
     1},
    {{"factors with a reset", "always_ff @(posedge clk) if (en2) p <= 32'(x_r) * 32'(y_q);", 1, 16}, 0, 1},
    {{"a product with a reset", "always_ff @(posedge clk) if (rst) p <= '0; else if (en2) p <= 32'(x_q) * 32'(y_q);", 1,
      16},
     1,
     0},
    {{"unsigned factors", "always_ff @(posedge clk) if (en2) p <= 32'({1'b0, u_q} * {9'b0, y_q[6:0]});", 1, 0}, 1, 1},
    {{"an adder behind it", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y_q) + 32'(w);", 1, 21}, 1, 0},
    {{"a product narrower than its register",
      "logic signed [5:0] k_q;\n  logic signed [13:0] q;\n"
      "  always_ff @(posedge clk) if (en1) begin\n    case (u[1:0])\n      2'd0: k_q <= 6'd5;\n      2'd1: k_q <= "
      "6'd3;\n"
      "      2'd2: k_q <= 6'd4;\n      default: k_q <= 6'd1;\n    endcase\n  end\n"
      "  always_ff @(posedge clk) if (en2) q <= 14'(k_q) * 14'(x);\n  assign p = 32'(q);",
      1, 3},
     0,
     1},
    {{"a register that holds bits of its product twice",
      "logic signed [15:0] m;\n  assign m = 16'(x) * 16'(y);\n"
      "  always_ff @(posedge clk) if (en2) p <= {12'd0, m[3:0], m};",
      1, 0},
     0,
     1},
    {{"a narrow product, twice registered",
      "logic signed [18:0] a_q, b_q;\n  always_ff @(posedge clk) if (en1) begin\n    a_q <= 19'(x * $signed(11'd15));\n"
      "    b_q <= a_q;\n  end\n  assign p = 32'(b_q);",
      1, 13},
     0,
     1},
    {{"a register with bits that turn out to be constant",
      "always_ff @(posedge clk) if (en2) p <= 32'($signed({1'b0, u}) * $signed(10'd360));", 1, 0},
     0,
     1},
    {{"a register of another product that is a factor",
      "logic signed [15:0] m_q;\n  always_ff @(posedge clk) if (en2) p <= 32'(m_q) * 32'(y_q);\n"
      "  always_ff @(posedge clk) if (en1) m_q <= 16'(x_q) * 16'(y_q);",
      2, 0},
     2,
     1},
    {{"the same, and others read it",
      "logic signed [15:0] m_q;\n  logic signed [31:0] q;\n"
      "  always_ff @(posedge clk) if (en2) q <= 32'(m_q) * 32'(y_q);\n"
      "  always_ff @(posedge clk) if (en1) m_q <= 16'(x_q) * 16'(y_q);\n  assign p = q ^ 32'(m_q);",
      2, 16},
     2,
     1},
    {{"two blocks", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(w_q);", 2, 28}, 2, 0},
};

std::vector<Product> products() { return {kEcp5Products.begin(), kEcp5Products.end()}; }

/// As test::wrong, with our model of the block.
std::vector<int> wrong_on_ecp5(const ScratchFolder& folder, const std::vector<Product>& products, std::string netlist) {
  for (std::size_t at = netlist.find(" MULT18X18D "); at != std::string::npos;
       at = netlist.find(" MULT18X18D ", at + 8))
    netlist.insert(at + 1, "rtl4ml_");
  const std::string model = (source_tree() / "sim/cells/MULT18X18D.v").string();
  return wrong(folder, products, netlist, model + " $share/ecp5/cells_sim.v");
}

}  // namespace

TEST_CASE("the registers beside a product go into its block, and it stays what was written") {
  const ScratchFolder folder;
  const std::string netlist = mapped(folder, "ecp5", products());
  const std::vector<int> differences = wrong_on_ecp5(folder, products(), netlist);
  for (std::size_t i = 0; i < kEcp5Products.size(); ++i) {
    const Ecp5Product& product = kEcp5Products[i];
    INFO(product.name);
    const std::string text = module_of(netlist, i);
    CHECK(count(text, " MULT18X18D ") == product.blocks);
    CHECK(count(text, ".REG_INPUTA_CLK(\"CLK0\")") == product.factors);
    CHECK(count(text, ".REG_INPUTB_CLK(\"CLK0\")") == product.factors);
    CHECK(count(text, ".REG_OUTPUT_CLK(\"CLK0\")") == product.products);
    CHECK(count(text, " TRELLIS_FF ") == product.flip_flops);
    CHECK(differences[i] == 0);
  }
}

TEST_CASE("a register that is lost or moves with another enable is noticed") {
  const ScratchFolder folder;
  const std::vector<Product> one = {kEcp5Products.front()};
  const std::string netlist = mapped(folder, "ecp5", one);
  for (const auto& [from, to] :
       {std::pair{".REG_INPUTA_CLK(\"CLK0\")", ".REG_INPUTA_CLK(\"NONE\")"}, std::pair{".CE0(en0)", ".CE0(en1)"},
        std::pair{".REG_OUTPUT_CLK(\"CLK0\")", ".REG_OUTPUT_CLK(\"NONE\")"}}) {
    std::string broken = netlist;
    INFO(from);
    REQUIRE(broken.find(from) != std::string::npos);
    broken.replace(broken.find(from), std::string(from).size(), to);
    CHECK(wrong_on_ecp5(folder, one, broken).front() > 0);
  }
}

TEST_CASE("a ROM in block RAM keeps its register, with its enable, though a product comes behind it") {
  const ScratchFolder folder;
  folder.write("dut.sv", R"(module rom (input logic clk, enable, input logic [5:0] address, output logic [35:0] word);
  (* ram_style = "block", rom_style = "block" *)
  logic [35:0] words [0:50];
  initial for (int i = 0; i < 51; i = i + 1) words[i] = 36'h123456789 * i;
  always_ff @(posedge clk) if (enable) word <= words[address];
endmodule
module dut (input logic clk, enable, input logic [5:0] address, input logic signed [7:0] x,
            output logic signed [15:0] p, output logic [27:0] rest);
  logic signed [7:0] x_q, y;
  always_ff @(posedge clk) if (enable) x_q <= x;
  rom rom (.clk, .enable, .address, .word({rest, y}));
  always_ff @(posedge clk) if (enable) p <= 16'(x_q) * 16'(y);
endmodule
)");
  shell((source_tree() / "hw/flows/synthesize").string() + " ecp5 dut out dut.sv", folder.path());
  const std::string netlist = read_file(folder.path() / "out/netlist.v", 1U << 24U).value();
  CHECK(count(netlist, " DP16KD ") == 1);
  CHECK(count(netlist, ".REG_INPUTB_CLK(\"CLK0\")") == 0);
  CHECK(count(netlist, ".REG_OUTPUT_CLK(\"CLK0\")") == 1);
}

TEST_CASE("without multipliers nothing is left of the blocks") {
  const ScratchFolder folder;
  const std::vector<Product> one = {kEcp5Products.front()};
  const std::string netlist = mapped(folder, "ecp5", one, "--no-dsp");
  CHECK(count(netlist, " MULT18X18D ") == 0);
  CHECK(count(netlist, " TRELLIS_FF ") == 8 + 8 + 16);
  CHECK(wrong_on_ecp5(folder, one, netlist).front() == 0);
}

}  // namespace rtl4ml::test
