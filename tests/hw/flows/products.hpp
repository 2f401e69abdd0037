// Products written in SystemVerilog, mapped by a flow of hw/flows, and the netlist compared with what was written.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "sw/base/file.hpp"
#include "tests/environment.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {

/// A product in SystemVerilog, whose result is p.
struct Product {
  std::string name, text;
  int blocks = 0;      ///< that make it
  int flip_flops = 0;  ///< that are left outside
};

inline const std::string kInputs =
    "input logic clk, rst, en0, en1, en2, input logic signed [7:0] x, y, input logic [8:0] u, input logic signed "
    "[19:0] w";

/// A module of its own, whatever is done around it.
inline std::string dut(const std::string& name, const Product& product) {
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
inline std::string duts(const std::string& prefix, const std::vector<Product>& products) {
  std::string modules;
  std::string top = fmt::format("module {} ({}, output logic [{}:0] p);\n", prefix, kInputs, 32 * products.size() - 1);
  for (std::size_t i = 0; i < products.size(); ++i) {
    modules += dut(fmt::format("{}_{}", prefix, i), products[i]);
    top += fmt::format("  {0}_{1} dut_{1} (.p(p[{2}+:32]), .*);\n", prefix, i, 32 * i);
  }
  return modules + top + "endmodule\n";
}

/// Inputs at random; how often each module differs once all registers hold something known.
inline std::string bench(std::size_t count) {
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

inline std::string shell(const std::string& command, const std::filesystem::path& folder) {
  const Result<ProcessResult> result = run_process({"bash", "-c", command}, folder, 200.0);
  if (!result) FAIL(to_string(result.error()));
  INFO(command << ":\n" << result->output);
  REQUIRE(result->exit_status == 0);
  return result->output;
}

inline int count(const std::string& text, const std::string& what) {
  int found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

/// The netlist of the products; its modules are dut_0, ...
inline std::string mapped(const ScratchFolder& folder, const std::string& flow, const std::vector<Product>& products,
                          const std::string& options = "") {
  folder.write("dut.sv", duts("dut", products));
  const std::string synthesize = (source_tree() / "hw/flows/synthesize").string();
  shell(fmt::format("{} {} {} dut out dut.sv", synthesize, options, flow), folder.path());
  return read_file(folder.path() / "out/netlist.v", 1U << 24U).value();
}

/// The text of one module of a netlist.
inline std::string module_of(const std::string& netlist, std::size_t number) {
  const std::size_t from = netlist.find(fmt::format("module dut_{}(", number));
  REQUIRE(from != std::string::npos);
  return netlist.substr(from, netlist.find("endmodule", from) - from);
}

/// For each product how often the netlist differs from what is written. `cells`: files with their models, $share is
/// Yosys' folder of them.
inline std::vector<int> wrong(const ScratchFolder& folder, const std::vector<Product>& products,
                              const std::string& netlist, const std::string& cells) {
  folder.write("netlist.v", netlist);
  folder.write("written.sv", duts("written", products));
  folder.write("bench.sv", bench(products.size()));
  std::istringstream counts(shell(
      fmt::format("share=$(dirname $(dirname $(command -v yosys)))/share/yosys; iverilog -g2012 -I$share/ecp5 -s bench"
                  " -o bench.vvp bench.sv written.sv netlist.v {} && vvp -n bench.vvp",
                  cells),
      folder.path()));
  std::vector<int> result;
  for (int each = 0; counts >> each;) result.push_back(each);
  REQUIRE(result.size() == products.size());
  return result;
}

}  // namespace rtl4ml::test
