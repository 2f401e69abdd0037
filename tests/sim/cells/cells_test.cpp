// Our models of cells against specifications of their own: products computed in C++, and ROMs of every shape, which
// Yosys maps by its own knowledge of the block RAMs, against the contents they were given. Each check is seen to fail
// on a broken model.
#include <fmt/format.h>

#include <fstream>
#include <random>
#include <sstream>

#include "sw/base/process.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

namespace fs = std::filesystem;

std::string run(const std::vector<std::string>& command, const fs::path& folder) {
  const Result<ProcessResult> result = run_process(command, folder, 200.0);
  if (!result) FAIL(to_string(result.error()));
  INFO(command.front() << ":\n" << result->output);
  REQUIRE(result->exit_status == 0);
  return result->output;
}

std::string model(const std::string& cell) {
  return read_file(source_tree() / "sim" / "cells" / (cell + ".v"), 1 << 20).value();
}

/// `text` with the first `from` replaced.
std::string broken(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct Factors {
  std::uint32_t a, b;
  bool a_signed, b_signed;
};

std::vector<Factors> factors() {
  std::mt19937 random(5);
  std::vector<Factors> all;
  for (const std::uint32_t a : {0U, 1U, 0x1FFFFU, 0x20000U, 0x3FFFFU}) {
    for (const std::uint32_t b : {0U, 1U, 0x1FFFFU, 0x20000U, 0x3FFFFU}) {
      for (unsigned signs = 0; signs < 4; ++signs) all.push_back({a, b, (signs & 1U) != 0, (signs & 2U) != 0});
    }
  }
  for (int i = 0; i < 400; ++i)
    all.push_back({static_cast<std::uint32_t>(random()) & 0x3FFFFU, static_cast<std::uint32_t>(random()) & 0x3FFFFU,
                   (random() & 1U) != 0, (random() & 1U) != 0});
  return all;
}

std::int64_t value(std::uint32_t code, bool is_signed) {
  return is_signed && code >= 0x20000U ? std::int64_t{code} - 0x40000 : std::int64_t{code};
}

/// The ports of a multiplier in a bench, but for its clock, enables and product.
std::string factor_ports() {
  std::string ports;
  for (int i = 0; i < 18; ++i) ports += fmt::format(".A{0}(a[{0}]), .B{0}(b[{0}]), .C{0}(1'b0), ", i);
  return ports + ".SIGNEDA(sa), .SIGNEDB(sb), .SOURCEA(1'b0), .SOURCEB(1'b0), .RST0(1'b0)";
}

/// The lines that a bench shows with this model in `text`.
std::istringstream shown(const std::string& text, const std::string& bench) {
  const ChainFolder folder;
  folder.write("model.v", text);
  folder.write("bench.v", bench);
  run({"iverilog", "-g2012", "-o", "bench.vvp", "model.v", "bench.v"}, folder.path());
  return std::istringstream(run({"vvp", "-n", "bench.vvp"}, folder.path()));
}

std::string digits_of(std::int64_t product) {
  return fmt::format("{:09x}", static_cast<std::uint64_t>(product) & 0xFFFFFFFFFULL);
}

/// How many products of the multiplier's model are wrong, without its registers.
int wrong_products(const std::string& text) {
  std::string ports;
  for (int i = 0; i < 36; ++i) ports += fmt::format(", .P{0}(p[{0}])", i);
  std::string bench = fmt::format(
      "module bench;\n  reg [17:0] a, b;\n  reg sa, sb;\n  wire [35:0] p;\n"
      "  rtl4ml_MULT18X18D dut ({}, .CLK0(1'b0), .CE0(1'b0), .CE1(1'b0), .CE2(1'b0){});\n  initial begin\n",
      factor_ports(), ports);
  const std::vector<Factors> all = factors();
  for (const Factors& each : all) {
    bench += fmt::format("    a = {}; b = {}; sa = {:d}; sb = {:d}; #1 $display(\"%h\", p);\n", each.a, each.b,
                         each.a_signed, each.b_signed);
  }
  std::istringstream answers = shown(text, bench + "  end\nendmodule\n");
  int wrong = 0;
  for (const Factors& each : all) {
    std::string digits;
    answers >> digits;
    if (digits != digits_of(value(each.a, each.a_signed) * value(each.b, each.b_signed))) ++wrong;
  }
  return wrong;
}

/// The same with each choice of its registers, those of the factors and the product's, while their enables come and go.
int wrong_registered_products(const std::string& text) {
  std::string bench = "module bench;\n  reg clk = 0;\n  reg [17:0] a, b;\n  reg sa, sb;\n  reg [2:0] ce;\n";
  std::string products;
  for (unsigned has = 0; has < 8; ++has) {
    std::string ports;
    for (int i = 0; i < 36; ++i) ports += fmt::format(", .P{0}(p{1}[{0}])", i, has);
    const auto clock = [has](unsigned bit) { return (has >> bit & 1U) != 0 ? "CLK0" : "NONE"; };
    bench += fmt::format(
        "  wire [35:0] p{0};\n"
        "  rtl4ml_MULT18X18D #(.REG_INPUTA_CLK(\"{1}\"), .REG_INPUTA_CE(\"CE0\"), .REG_INPUTB_CLK(\"{2}\"), "
        ".REG_INPUTB_CE(\"CE1\"), .REG_OUTPUT_CLK(\"{3}\"), .REG_OUTPUT_CE(\"CE2\"))\n"
        "  dut{0} ({4}, .CLK0(clk), .CE0(ce[0]), .CE1(ce[1]), .CE2(ce[2]){5});\n",
        has, clock(0), clock(1), clock(2), factor_ports(), ports);
    products += fmt::format(", p{}", has);
  }
  bench += "  initial begin\n";
  std::mt19937 random(7);
  std::vector<std::string> expected;
  struct State {
    std::uint32_t a = 0, b = 0;
    std::int64_t product = 0;
  };
  std::vector<State> states(8);
  int cycles = 0;
  for (const Factors& each : factors()) {
    const bool started = ++cycles > 2;  // all registers hold what is known
    const unsigned enables = started ? static_cast<unsigned>(random()) & 7U : 7U;
    // The signs stay as they are: their registers are those of the factors.
    bench +=
        fmt::format("    a = {}; b = {}; sa = 1; sb = 1; ce = {}; #1 clk = 1; #1 $display(\"{}\"{}); clk = 0; #1;\n",
                    each.a, each.b, enables, started ? "%h %h %h %h %h %h %h %h" : "", started ? products : "");
    for (unsigned has = 0; has < 8; ++has) {
      State& state = states[has];
      const auto product = [&] {
        return value((has & 1U) != 0 ? state.a : each.a, true) * value((has & 2U) != 0 ? state.b : each.b, true);
      };
      if ((enables & 4U) != 0) state.product = product();
      if ((enables & 1U) != 0) state.a = each.a;
      if ((enables & 2U) != 0) state.b = each.b;
      if (started) expected.push_back(digits_of((has & 4U) != 0 ? state.product : product()));
    }
  }
  std::istringstream answers = shown(text, bench + "  end\nendmodule\n");
  int wrong = 0;
  for (const std::string& each : expected) {
    std::string digits;
    answers >> digits;
    if (digits != each) ++wrong;
  }
  return wrong;
}

struct Rom {
  int words, width;
};

/// One module with a ROM of each shape on one address, synthesised for a family.
class Roms {
 public:
  Roms(const std::string& flow, const std::string& vendor, std::vector<Rom> roms) : roms_(std::move(roms)) {
    std::string top = "module roms (input logic clk, input logic enable, input logic [14:0] address";
    std::string body;
    std::mt19937_64 random(11);
    for (std::size_t i = 0; i < roms_.size(); ++i) {
      const Rom& rom = roms_[i];
      top += fmt::format(",\n  output logic [{}:0] data{}", rom.width - 1, i);
      body += fmt::format(
          "  (* ram_style = \"block\", rom_style = \"block\" *) logic [{0}:0] rom{2}[0:{1}];\n"
          "  initial $readmemh(\"rom{2}.mem\", rom{2});\n"
          "  always_ff @(posedge clk) if (enable) data{2} <= rom{2}[address[{3}:0]];\n",
          rom.width - 1, rom.words - 1, i, address_bits(rom) - 1);
      std::vector<std::string>& words = contents_.emplace_back();
      for (int word = 0; word < rom.words; ++word) words.push_back(digits(random, rom.width));
      folder_.write(fmt::format("rom{}.mem", i), fmt::format("{}\n", fmt::join(words, "\n")));
    }
    folder_.write("roms.sv", top + ");\n" + body + "endmodule\n");
    run({(source_tree() / "hw/flows/synthesize").string(), flow, "roms", "out", "roms.sv"}, folder_.path());
    const std::string share = run({"sh", "-c", "dirname $(dirname $(command -v yosys))"}, "/");
    vendor_ = share.substr(0, share.find('\n')) + "/share/yosys/" + vendor;
  }

  [[nodiscard]] std::string cells() const { return folder_.get("out/cells.txt"); }

  /// How many words are read wrongly with these models of `cells`: the first 256 of each ROM and every 37th of the
  /// rest.
  int wrong_words(const std::vector<std::string>& cells, const std::vector<std::string>& models) const {
    std::string netlist = folder_.get("out/netlist.v");
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string start = "\n  " + cells[i] + " ";
      for (std::size_t at = netlist.find(start); at != std::string::npos; at = netlist.find(start, at + 5))
        netlist.insert(at + 3, "rtl4ml_");
      text += models[i];
    }
    folder_.write("sim.v", text + netlist);
    std::string bench = "module bench;\n  reg clk = 0;\n  reg [14:0] address = 0;\n";
    std::string ports;
    std::string shown;
    int most = 0;
    for (std::size_t i = 0; i < roms_.size(); ++i) {
      bench += fmt::format("  wire [{}:0] data{};\n", roms_[i].width - 1, i);
      ports += fmt::format(", .data{0}(data{0})", i);
      shown += fmt::format("      if (i < {0}) $display(\"{1} %0d %h\", i, data{1});\n", roms_[i].words, i);
      most = std::max(most, roms_[i].words);
    }
    bench += fmt::format(
        "  roms dut (.clk(clk), .enable(1'b1), .address(address){});\n  integer i;\n  initial begin\n"
        "    for (i = 0; i < {}; i = i + (i < 256 ? 1 : 37)) begin\n      address = i;\n      #1 clk = 1;\n      #1 "
        "clk = 0;\n{}    "
        "end\n"
        "  end\nendmodule\n",
        ports, most, shown);
    folder_.write("bench.v", bench);
    const std::string include = fs::path(vendor_).parent_path().string();
    run({"iverilog", "-g2012", "-DNO_ICE40_DEFAULT_ASSIGNMENTS", "-I" + include, "-s", "bench", "-o", "bench.vvp",
         "sim.v", "bench.v", "-l", vendor_},
        folder_.path());
    std::istringstream answers(run({"vvp", "-n", "bench.vvp"}, folder_.path()));
    int wrong = 0;
    std::vector<std::size_t> read(roms_.size());
    std::string answer;
    for (std::size_t rom = 0, address = 0; answers >> rom >> address >> answer;) {
      if (contents_.at(rom).at(address) != answer) ++wrong;
      ++read[rom];
    }
    for (const std::size_t words : read) CHECK(words > 256);
    return wrong;
  }

 private:
  static int address_bits(const Rom& rom) {
    int bits = 1;
    while ((1 << bits) < rom.words) ++bits;
    return bits;
  }

  /// A random word as Verilog writes it in hexadecimal.
  static std::string digits(std::mt19937_64& random, int width) {
    std::string text;
    for (int left = width; left > 0; left -= 4) {
      const unsigned digit = static_cast<unsigned>(random()) & 15U & (left >= 4 ? 15U : (1U << left) - 1U);
      text.insert(0, 1, "0123456789abcdef"[digit]);
    }
    return text;
  }

  ChainFolder folder_;
  std::vector<Rom> roms_;
  std::vector<std::vector<std::string>> contents_;  // of each ROM, by address
  std::string vendor_;
};

}  // namespace

TEST_CASE("MULT18X18D: every sign, corners and random factors") {
  CHECK(wrong_products(model("MULT18X18D")) == 0);
  CHECK(wrong_products(broken(model("MULT18X18D"), "{SIGNEDA & a[17], a}", "{a[17], a}")) > 0);
  CHECK(wrong_products(broken(model("MULT18X18D"), "SIGNEDB & b[17]", "1'b0")) > 0);
}

TEST_CASE("MULT18X18D: every choice of registers, each with its enable") {
  const std::string good = model("MULT18X18D");
  CHECK(wrong_registered_products(good) == 0);
  CHECK(wrong_registered_products(broken(good, "if (CE0)", "if (CE1)")) > 0);
  CHECK(wrong_registered_products(broken(good, "if (CE2)", "")) > 0);
  CHECK(wrong_registered_products(broken(good, "HAS_B ? b_q : b_in", "b_q")) > 0);
  CHECK(wrong_registered_products(broken(good, "SIGNEDA & a[17]", "SIGNEDA & A17")) > 0);
}

TEST_CASE("DP16KD: ROMs of every width read as they were written", "[long]") {
  const Roms roms("ecp5", "ecp5/cells_sim.v", {{16384, 1}, {8192, 2}, {4096, 4}, {2048, 9}, {1024, 18}, {512, 36}});
  CHECK(roms.cells().find("DP16KD 6") != std::string::npos);
  const std::string good = model("DP16KD");
  CHECK(roms.wrong_words({"DP16KD"}, {good}) == 0);
  CHECK(roms.wrong_words({"DP16KD"}, {broken(good, "address[3] ? word[17:9] : word[8:0]", "word[8:0]")}) > 0);
  CHECK(roms.wrong_words({"DP16KD"}, {broken(good, "address[2] ? nine[7:4]", "address[1] ? nine[7:4]")}) > 0);
  CHECK(roms.wrong_words({"DP16KD"}, {broken(good, "contents[i*20+:18]", "contents[i*18+:18]")}) > 0);
}

TEST_CASE("RAMB18E1 and RAMB36E1: ROMs of every width read as they were written", "[long]") {
  const Roms roms("xc7", "xilinx/cells_sim.v",
                  {{16384, 1},
                   {8192, 2},
                   {4096, 4},
                   {2048, 9},
                   {1024, 18},
                   {512, 36},  // of a RAMB18E1
                   {32768, 1},
                   {16384, 2},
                   {8192, 4},
                   {4096, 9},
                   {2048, 18},
                   {1024, 36},
                   {512, 72}});
  CHECK(roms.cells().find("RAMB18E1") != std::string::npos);
  CHECK(roms.cells().find("RAMB36E1") != std::string::npos);
  const std::vector<std::string> cells = {"RAMB18E1", "RAMB36E1"};
  const std::string small = model("RAMB18E1");
  const std::string large = model("RAMB36E1");
  CHECK(roms.wrong_words(cells, {small, large}) == 0);
  CHECK(roms.wrong_words(cells, {broken(small, "{parities[i], contents[i*8+:8]}", "{1'b0, contents[i*8+:8]}"), large}) >
        0);
  CHECK(roms.wrong_words(cells, {small, broken(large, "address[2] ? nine[7:4]", "address[1] ? nine[7:4]")}) > 0);
}
