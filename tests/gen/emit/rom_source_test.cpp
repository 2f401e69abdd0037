#include "gen/emit/rom_source.hpp"

#include <fmt/format.h>

#include <array>

#include "gen/ops/common.hpp"
#include "sw/base/process.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/emit/run_icarus.hpp"

namespace rtl4ml {
namespace {

/// word w holds w, w + 1, ...
RomSource counting(std::int64_t words, std::int64_t lanes, bool registered) {
  RomSource source;
  source.module = "rom_source";
  source.port = "data";
  source.comment = {"A test."};
  source.words = words;
  source.lanes = lanes;
  source.registered = registered;
  source.fill = [lanes](std::int64_t word, std::vector<std::int64_t>& codes) {
    for (std::int64_t lane = 0; lane < lanes; ++lane) codes.push_back(word + lane);
  };
  return source;
}

const char* const kClocked = R"(
module bench;
  logic clk = 0;
  logic enable = 1;
  logic [11:0] address = 12'd3;
  logic [23:0] data;
  rom_source dut (.clk(clk), .enable(enable), .address(address[$bits(dut.address)-1:0]), .data(data));
  initial begin
    #1 clk = 1; #1 clk = 0; $display("%h", data);
    address = 12'd4; enable = 0;
    #1 clk = 1; #1 clk = 0; $display("%h", data);
    enable = 1;
    #1 clk = 1; #1 clk = 0; $display("%h", data);
  end
endmodule
)";

}  // namespace

TEST_CASE("small sources are a case, the last word its default", "[emit]") {
  const test::ScratchFolder folder;
  CHECK(write_rom_source(counting(3, 2, true), folder.path()).value() == std::vector<std::string>{"rom_source.sv"});
  const std::string text = test::text_of(folder.path() / "rom_source.sv");
  CHECK(text.find("2'd1: data_stored <= 4'h9;") != std::string::npos);
  CHECK(text.find("default: data_stored <= 4'he;") != std::string::npos);
  CHECK(text.find("assign data = {6'h00, data_stored[3:2], 6'h00, data_stored[1:0]};") != std::string::npos);
}

TEST_CASE("large sources keep their words in a file beside them", "[emit]") {
  const test::ScratchFolder folder;
  const std::int64_t words = kMaxCaseBits / 24 + 1;
  CHECK(write_rom_source(counting(words, 3, true), folder.path()).value() ==
        std::vector<std::string>{"rom_source.sv", "rom_source.mem"});
  CHECK(test::text_of(folder.path() / "rom_source.mem").substr(0, 14) == "020100\n030201\n");
  CHECK(test::text_of(folder.path() / "rom_source.sv").find("case") == std::string::npos);
}

TEST_CASE("both kinds read the same: registered, held without enable", "[emit]") {
  for (const std::int64_t words : {std::int64_t{4096}, std::int64_t{1000}}) {
    const test::ScratchFolder folder;
    REQUIRE(write_rom_source(counting(words, 3, true), folder.path()));
    std::string bench = kClocked;
    const std::string width = words == 4096 ? "12" : "10";
    const std::string port = "$bits(dut.address)";
    bench.replace(bench.find(port), port.size(), width);
    CHECK(test::run_icarus(folder.path(), bench) == "050403\n050403\n060504\n");
  }
}

TEST_CASE("constants and copies of a sign are not stored, and read all the same", "[emit]") {
  // Elements of 6 bits: any, small ones, the same, multiples of 8 from 0 to 24.
  const auto code = [](std::int64_t word, int lane) {
    const std::int64_t any = (word + 1) * 2654435761 >> 7;
    return std::array<std::int64_t, 4>{any, any % 4 - 2, -7, any % 4 * 8}[static_cast<std::size_t>(lane)];
  };
  for (const bool registered : {true, false}) {
    for (const std::int64_t words : {1, 2, 5, 8, 21}) {
      const test::ScratchFolder folder;
      RomSource source = counting(words, 4, registered);
      source.element_width = 6;
      source.fill = [&](std::int64_t word, std::vector<std::int64_t>& codes) {
        for (int lane = 0; lane < 4; ++lane) codes.push_back(code(word, lane));
      };
      REQUIRE(write_rom_source(source, folder.path()));
      const std::string text = test::text_of(folder.path() / "rom_source.sv");
      INFO(text);
      if (words == 21) {
        CHECK(text.find("logic [12:0] data_stored;") != std::string::npos);
        CHECK(text.find("assign data = {1'h0, data_stored[12:8], 6'h39, {4{data_stored[7]}}, data_stored[7:0]};") !=
              std::string::npos);
      }
      CHECK((text.find("data_stored") == std::string::npos) == (words == 1));
      const auto linted = run_process({"verilator", "--lint-only", "-Wall", "rom_source.sv"}, folder.path(), 60.0);
      REQUIRE(linted);
      INFO(linted->output);
      CHECK(linted->exit_status == 0);
      std::string bench =
          "module bench;\n  logic clk = 0;\n  logic [4:0] address;\n  logic [23:0] data;\n"
          "  rom_source dut (" +
          std::string(registered ? ".clk(clk), .enable(1'b1), " : "") + ".address(address[" +
          std::to_string(address_width(words) - 1) + ":0]), .data(data));\n  initial begin\n";
      std::string expected;
      for (std::int64_t word = 0; word < words; ++word) {
        bench += fmt::format("    address = {}; #1 clk = 1; #1 clk = 0; $display(\"%h\", data);\n", word);
        std::uint64_t bits = 0;
        for (int lane = 0; lane < 4; ++lane)
          bits |= (static_cast<std::uint64_t>(code(word, lane)) & 0x3FU) << (6 * lane);
        expected += fmt::format("{:06x}\n", bits);
      }
      CHECK(test::run_icarus(folder.path(), bench + "  end\nendmodule\n") == expected);
    }
  }
}

TEST_CASE("what a source is asked for stands at its memory, and on it where it is a case", "[emit]") {
  const auto text = [](std::int64_t words, MemoryKind kind) {
    const test::ScratchFolder folder;
    RomSource source = counting(words, 3, true);
    source.placement = {kind, words, 24};
    REQUIRE(write_rom_source(source, folder.path()));
    return test::text_of(folder.path() / "rom_source.sv");
  };
  const std::string block = "(* ram_style = \"block\", rom_style = \"block\" *)";
  const std::string tables = "(* ram_style = \"registers\", rom_style = \"distributed\" *)";
  CHECK(text(64, MemoryKind::kAuto).find("(*") == std::string::npos);
  CHECK(text(4096, MemoryKind::kAuto).find(block + "\n  logic [23:0] rom") != std::string::npos);
  CHECK(text(4096, MemoryKind::kLut).find(tables + "\n  logic [23:0] rom") != std::string::npos);
  CHECK(text(64, MemoryKind::kBlock).find(block + "\n      case (address)") != std::string::npos);
  CHECK(text(64, MemoryKind::kBlock).find(block + " logic [19:0] data_stored;") != std::string::npos);
  CHECK(text(256, MemoryKind::kLut).find(tables + " output logic [23:0] data") != std::string::npos);  // all are stored
  CHECK(text(64, MemoryKind::kLut).find(tables + "\n      case (address)") != std::string::npos);
  CHECK(text(65, MemoryKind::kBlock).find("case") == std::string::npos);  // Yosys would make 128 words of it
  CHECK(text(65, MemoryKind::kLut).find("case") != std::string::npos);
  CHECK(text(4, MemoryKind::kBlock).find(block + "\n  logic [23:0] rom") != std::string::npos);
}

TEST_CASE("a source in several memories reads as one", "[emit]") {
  constexpr std::int64_t kWords = 600, kLanes = 5;
  for (const RomPlacement placement :
       {RomPlacement{MemoryKind::kBlock, 600, 24}, RomPlacement{MemoryKind::kBlock, 512, 40},
        RomPlacement{MemoryKind::kBlock, 512, 27}, RomPlacement{MemoryKind::kBlock, 300, 33},
        RomPlacement{MemoryKind::kBlock, 599, 39}}) {
    const test::ScratchFolder folder;
    RomSource source = counting(kWords, kLanes, true);
    source.placement = placement;
    const auto files = write_rom_source(source, folder.path());
    REQUIRE(files);
    const auto linted = run_process({"verilator", "--lint-only", "-Wall", "rom_source.sv"}, folder.path(), 60.0);
    REQUIRE(linted);
    INFO(placement.block_words << " words, " << placement.block_bits << " bits\n" << linted->output);
    CHECK(linted->exit_status == 0);
    // Every word after the other; the one that comes out belongs to the address before.
    CHECK(test::run_icarus(folder.path(), R"(
module bench;
  logic clk = 0;
  logic [9:0] address = 0;
  logic [39:0] data, held;
  int wrong = 0;
  rom_source dut (.clk(clk), .enable(address != 7), .address(address), .data(data));
  initial begin
    for (int a = 0; a < 600; a = a + 1) begin
      address = a;
      #1 clk = 1;
      #1 clk = 0;
      if (a == 7) begin
        if (data !== held) wrong = wrong + 1;
      end else if (data !== {8'(a + 4), 8'(a + 3), 8'(a + 2), 8'(a + 1), 8'(a)}) wrong = wrong + 1;
      held = data;
    end
    $display("%0d wrong", wrong);
  end
endmodule
)") == "0 wrong\n");
  }
}

TEST_CASE("of several memories only the first lies in the file, however large the others are", "[emit]") {
  const test::ScratchFolder folder;
  RomSource source = counting(6000, 5, true);
  source.placement = {MemoryKind::kBlock, 3000, 20};
  CHECK(write_rom_source(source, folder.path())->size() == 2);
  const std::string text = test::text_of(folder.path() / "rom_source.sv");
  CHECK(text.find(" rom [") == text.rfind(" rom ["));
  CHECK(text.find("12'(address - 13'd3000)") != std::string::npos);
  CHECK(text.find("assign data = {high_bits, is_last ? last_words : first_words};") != std::string::npos);
}

TEST_CASE("synthesis keeps a source where it is asked to", "[emit][long]") {
  const auto check = [](std::int64_t words, RomPlacement placement, const std::string& flow, const std::string& count) {
    const test::ScratchFolder folder;
    RomSource source = counting(words, 10, true);
    source.fill = [](std::int64_t word, std::vector<std::int64_t>& codes) {
      for (std::int64_t lane = 0; lane < 10; ++lane) codes.push_back((word + 1) * (lane + 3) * 2654435761 >> 13);
    };
    source.placement = placement;
    REQUIRE(write_rom_source(source, folder.path()));
    const auto run =
        run_process({"yosys", "-q", "-p",
                     "read_verilog -sv rom_source.sv; " + flow + " -top rom_source; select -assert-count " + count},
                    folder.path(), 300.0);
    REQUIRE(run);
    INFO(flow << " " << count << "\n" << run->output);
    CHECK(run->exit_status == 0);
  };
  check(128, {MemoryKind::kLut, 0, 0}, "synth_ice40", "0 t:SB_RAM40_4K*");
  check(4, {MemoryKind::kBlock, 4, 80}, "synth_ice40", "5 t:SB_RAM40_4K*");
  check(300, {MemoryKind::kBlock, 256, 80}, "synth_ice40", "5 t:SB_RAM40_4K*");
  check(600, {MemoryKind::kBlock, 512, 72}, "synth_ecp5", "2 t:DP16KD");
  check(600, {MemoryKind::kBlock, 600, 80}, "synth_ecp5", "5 t:DP16KD");
}

TEST_CASE("a memory file that is missing stops every tool", "[emit]") {
  const test::ScratchFolder folder;
  REQUIRE(write_rom_source(counting(4096, 3, true), folder.path()));
  std::filesystem::remove(folder.path() / "rom_source.mem");
  std::string bench = kClocked;
  const std::string port = "$bits(dut.address)";
  bench.replace(bench.find(port), port.size(), "12");
  const std::string output = test::run_icarus(folder.path(), bench);
  CHECK(output.find("rom_source.mem is missing or too short") != std::string::npos);
  CHECK(output.find("\n050403") == std::string::npos);
  const auto yosys = run_process({"yosys", "-q", "-p", "read_verilog -sv rom_source.sv; prep"}, folder.path(), 60.0);
  REQUIRE(yosys);
  CHECK(yosys->exit_status != 0);
}

}  // namespace rtl4ml
