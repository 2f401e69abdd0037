// Which registers hw/flows/ecp5.ys puts into the blocks of products, and that the netlist is what was written all the
// same.
#include <fmt/format.h>

#include <sstream>

#include "sw/base/file.hpp"
#include "tests/environment.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

namespace fs = std::filesystem;

/// A product in SystemVerilog, whose result is p.
struct Product {
  std::string name, text;
  int blocks, factors, products;  ///< blocks; those with registers of both factors, and with that of the product
  int flip_flops;                 ///< that are left outside
};

const std::vector<Product> kProducts = {
    {"all of them", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y_q);", 1, 1, 1, 0},
    {"no register of the product", "assign p = 32'(x_q) * 32'(y_q);", 1, 1, 0, 0},
    {"no register of the factors", "always_ff @(posedge clk) if (en2) p <= 32'(x) * 32'(y);", 1, 0, 1, 0},
    {"one factor alone", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y);", 1, 0, 1, 8},
    {"a register that others read", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y_q) ^ 32'(x_q);", 1, 1, 0,
     24},
    {"two registers in a row", "always_ff @(posedge clk) if (en2) p <= 32'(x2_q) * 32'(y_q);", 1, 1, 1, 8},
    {"a register after the product's",
     "logic signed [31:0] m;\n  always_ff @(posedge clk) if (en1) m <= 32'(x_q) * 32'(y_q);\n"
     "  always_ff @(posedge clk) if (en2) p <= m;",
     1, 1, 1, 16},
    {"factors with a reset", "always_ff @(posedge clk) if (en2) p <= 32'(x_r) * 32'(y_q);", 1, 0, 1, 16},
    {"a product with a reset", "always_ff @(posedge clk) if (rst) p <= '0; else if (en2) p <= 32'(x_q) * 32'(y_q);", 1,
     1, 0, 16},
    {"unsigned factors", "always_ff @(posedge clk) if (en2) p <= 32'({1'b0, u_q} * {9'b0, y_q[6:0]});", 1, 1, 1, 0},
    {"an adder behind it", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(y_q) + 32'(w);", 1, 1, 0, 21},
    {"a product narrower than its register",
     "logic signed [5:0] k_q;\n  logic signed [13:0] q;\n"
     "  always_ff @(posedge clk) if (en1) begin\n    case (u[1:0])\n      2'd0: k_q <= 6'd5;\n      2'd1: k_q <= "
     "6'd3;\n"
     "      2'd2: k_q <= 6'd4;\n      default: k_q <= 6'd1;\n    endcase\n  end\n"
     "  always_ff @(posedge clk) if (en2) q <= 14'(k_q) * 14'(x);\n  assign p = 32'(q);",
     1, 0, 1, 3},
    {"a register that holds bits of its product twice",
     "logic signed [15:0] m;\n  assign m = 16'(x) * 16'(y);\n"
     "  always_ff @(posedge clk) if (en2) p <= {12'd0, m[3:0], m};",
     1, 0, 1, 0},
    {"a register with bits that turn out to be constant",
     "always_ff @(posedge clk) if (en2) p <= 32'($signed({1'b0, u}) * $signed(10'd360));", 1, 0, 1, 0},
    {"a register of another product that is a factor",
     "logic signed [15:0] m_q;\n  always_ff @(posedge clk) if (en2) p <= 32'(m_q) * 32'(y_q);\n"
     "  always_ff @(posedge clk) if (en1) m_q <= 16'(x_q) * 16'(y_q);",
     2, 2, 1, 0},
    {"the same, and others read it",
     "logic signed [15:0] m_q;\n  logic signed [31:0] q;\n"
     "  always_ff @(posedge clk) if (en2) q <= 32'(m_q) * 32'(y_q);\n"
     "  always_ff @(posedge clk) if (en1) m_q <= 16'(x_q) * 16'(y_q);\n  assign p = q ^ 32'(m_q);",
     2, 2, 1, 16},
    {"two blocks", "always_ff @(posedge clk) if (en2) p <= 32'(x_q) * 32'(w_q);", 2, 2, 0, 28},
};

const std::string kInputs =
    "input logic clk, rst, en0, en1, en2, input logic signed [7:0] x, y, input logic [8:0] u, input logic signed "
    "[19:0] w";

/// A module of its own, whatever is done around it.
std::string dut(const std::string& name, const Product& product) {
  return fmt::format(
      "(* keep_hierarchy *) module {} ({}, output logic signed [31:0] p);\n"
      "  logic signed [7:0] x_q, y_q, x2_q, x_r;\n  logic [8:0] u_q;\n  logic signed [19:0] w_q;\n"
      "  always_ff @(posedge clk) if (en0) x_q <= x;\n  always_ff @(posedge clk) if (en1) x2_q <= x_q;\n"
      "  always_ff @(posedge clk) if (rst) x_r <= '0; else if (en0) x_r <= x;\n"
      "  always_ff @(posedge clk) if (en1) y_q <= y;\n  always_ff @(posedge clk) if (en0) u_q <= u;\n"
      "  always_ff @(posedge clk) if (en1) w_q <= w;\n  {}\nendmodule\n",
      name, kInputs, product.text);
}

/// The modules PREFIX_0, ... and the one, PREFIX, that has them all; p holds what they give.
std::string duts(const std::string& prefix, const std::vector<Product>& products) {
  std::string modules;
  std::string top = fmt::format("module {} ({}, output logic [{}:0] p);\n", prefix, kInputs, 32 * products.size() - 1);
  for (std::size_t i = 0; i < products.size(); ++i) {
    modules += dut(fmt::format("{}_{}", prefix, i), products[i]);
    top += fmt::format("  {0}_{1} dut_{1} (.p(p[{2}+:32]), .*);\n", prefix, i, 32 * i);
  }
  return modules + top + "endmodule\n";
}

/// Inputs at random; how often each module differs once all registers hold something known.
std::string bench(std::size_t count) {
  return fmt::format(R"(module bench;
  logic clk = 0, rst, en0, en1, en2;
  logic signed [7:0] x, y;
  logic [8:0] u;
  logic signed [19:0] w;
  logic [32*{0}-1:0] written, mapped;
  written first (.p(written), .*);
  dut second (.p(mapped), .*);
  int wrong[{0}];
  int seed = 3;
  task compare;
    for (int i = 0; i < {0}; i = i + 1) if (written[32*i+:32] !== mapped[32*i+:32]) wrong[i] = wrong[i] + 1;
  endtask
  initial begin
    for (int i = 0; i < {0}; i = i + 1) wrong[i] = 0;
    for (int i = 0; i < 2000; i = i + 1) begin
      {{rst, en0, en1, en2, x, y, u, w}} = {{$random(seed), $random(seed)}};
      if (i < 8) {{rst, en0, en1, en2}} = 4'b0111;
      #1 if (i >= 8) compare;
      clk = 1;
      #1 if (i >= 8) compare;
      clk = 0;
    end
    for (int i = 0; i < {0}; i = i + 1) $display("%0d", wrong[i]);
  end
endmodule
)",
                     count);
}

std::string shell(const std::string& command, const fs::path& folder) {
  const Result<ProcessResult> result = run_process({"bash", "-c", command}, folder, 200.0);
  if (!result) FAIL(to_string(result.error()));
  INFO(command << ":\n" << result->output);
  REQUIRE(result->exit_status == 0);
  return result->output;
}

int count(const std::string& text, const std::string& what) {
  int found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

/// The netlist of the products; its modules are dut_0, ...
std::string mapped(const ScratchFolder& folder, const std::vector<Product>& products, const std::string& options = "") {
  folder.write("dut.sv", duts("dut", products));
  const std::string flow = (source_tree() / "hw/flows/synthesize").string();
  shell(fmt::format("{} {} ecp5 dut out dut.sv", flow, options), folder.path());
  return read_file(folder.path() / "out/netlist.v", 1U << 24U).value();
}

/// The text of one module of a netlist.
std::string module_of(const std::string& netlist, std::size_t number) {
  const std::size_t from = netlist.find(fmt::format("module dut_{}(", number));
  REQUIRE(from != std::string::npos);
  return netlist.substr(from, netlist.find("endmodule", from) - from);
}

/// For each product how often the netlist differs from what is written.
std::vector<int> wrong(const ScratchFolder& folder, const std::vector<Product>& products, std::string netlist) {
  for (std::size_t at = netlist.find(" MULT18X18D "); at != std::string::npos;
       at = netlist.find(" MULT18X18D ", at + 8))
    netlist.insert(at + 1, "rtl4ml_");
  folder.write("netlist.v", netlist);
  folder.write("written.sv", duts("written", products));
  folder.write("bench.sv", bench(products.size()));
  const std::string model = (source_tree() / "sim/cells/MULT18X18D.v").string();
  std::istringstream counts(shell(
      fmt::format("share=$(dirname $(dirname $(command -v yosys)))/share/yosys/ecp5; iverilog -g2012 -I$share -s bench"
                  " -o bench.vvp bench.sv written.sv netlist.v {} $share/cells_sim.v && vvp -n bench.vvp",
                  model),
      folder.path()));
  std::vector<int> result;
  for (int each = 0; counts >> each;) result.push_back(each);
  REQUIRE(result.size() == products.size());
  return result;
}

}  // namespace

TEST_CASE("the registers beside a product go into its block, and it stays what was written") {
  const ScratchFolder folder;
  const std::string netlist = mapped(folder, kProducts);
  const std::vector<int> differences = wrong(folder, kProducts, netlist);
  for (std::size_t i = 0; i < kProducts.size(); ++i) {
    const Product& product = kProducts[i];
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
  const std::vector<Product> one = {kProducts.front()};
  const std::string netlist = mapped(folder, one);
  for (const auto& [from, to] :
       {std::pair{".REG_INPUTA_CLK(\"CLK0\")", ".REG_INPUTA_CLK(\"NONE\")"}, std::pair{".CE0(en0)", ".CE0(en1)"},
        std::pair{".REG_OUTPUT_CLK(\"CLK0\")", ".REG_OUTPUT_CLK(\"NONE\")"}}) {
    std::string broken = netlist;
    INFO(from);
    REQUIRE(broken.find(from) != std::string::npos);
    broken.replace(broken.find(from), std::string(from).size(), to);
    CHECK(wrong(folder, one, broken).front() > 0);
  }
}

TEST_CASE("a bit that has lost its driver stops the flow") {
  // Without the step that keeps it from happening: a bit of the product is twice in its register.
  const ScratchFolder folder;
  fs::copy(source_tree() / "hw/flows", folder.path() / "flows");
  std::string flow = read_file(folder.path() / "flows/ecp5.ys", 1U << 20U).value();
  const std::size_t step = flow.find("techmap -map %registers");
  REQUIRE(step != std::string::npos);
  folder.write("flows/ecp5.ys", flow.erase(step, flow.find('\n', step) - step));
  folder.write("dut.sv", dut("dut", {"",
                                     "logic signed [15:0] m;\n  assign m = 16'(x) * 16'(y);\n"
                                     "  always_ff @(posedge clk) if (en2) p <= {12'd0, m[3:0], m};",
                                     1, 0, 1, 0}));
  const Result<ProcessResult> result =
      run_process({"flows/synthesize", "ecp5", "dut", "out", "dut.sv"}, folder.path(), 200.0);
  REQUIRE(result);
  INFO(result->output);
  CHECK(result->exit_status == 2);
  CHECK(result->output.find("problems in 'check -assert'") != std::string::npos);
  CHECK_FALSE(fs::exists(folder.path() / "out/netlist.v"));
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
  const std::vector<Product> one = {kProducts.front()};
  const std::string netlist = mapped(folder, one, "--no-dsp");
  CHECK(count(netlist, " MULT18X18D ") == 0);
  CHECK(count(netlist, " TRELLIS_FF ") == 8 + 8 + 16);
  CHECK(wrong(folder, one, netlist).front() == 0);
}

}  // namespace rtl4ml::test
