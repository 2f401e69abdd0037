// hw/flows/bitstream with the real tools on a small design, and what it says when something is in its way.
#include "tests/environment.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

namespace fs = std::filesystem;

ProcessResult bitstream(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), (source_tree() / "hw/flows/bitstream").string());
  const Result<ProcessResult> result = run_process(arguments, source_tree().string(), 300.0);
  if (!result) FAIL(to_string(result.error()));
  return *result;
}

/// The design linear_relu, for this clock.
std::string design_for(const ScratchFolder& scratch, const std::string& clock_mhz) {
  const std::string config =
      write_linear_relu(scratch, "tiny", "precision: {width: 8, frac_width: 3}\nclock_mhz: " + clock_mhz + "\n");
  const ProcessResult generated = run_rtl4ml({"generate", config, "--build", scratch.path().string()});
  INFO(generated.output);
  REQUIRE(generated.exit_status == 0);
  return (scratch.path() / "tiny").string();
}

/// A board whose top module is a ring of `bits` flip-flops, or a counter of so many. Result: its path without ending.
std::string board_for(const ScratchFolder& scratch, const std::string& clock_mhz, int bits, bool counts = false) {
  const std::string width = std::to_string(bits);
  const std::string next = counts ? "q + " + width + "'(1)" : "{q[" + width + "-2:0], !q[" + width + "-1]}";
  scratch.write("tiny_board.sv", "module tiny_board (input logic clk, output logic tx);\n  logic [" + width +
                                     "-1:0] q = '0;\n  always_ff @(posedge clk) q <= " + next + ";\n  assign tx = q[" +
                                     width + "-1];\nendmodule\n");
  scratch.write("tiny_board.pcf", "set_frequency clk " + clock_mhz + "\nset_io clk J3\nset_io tx B12\n");
  return (scratch.path() / "tiny_board").string();
}

void check_says(const ProcessResult& result, int exit_status, const std::vector<std::string>& words) {
  INFO(result.output);
  CHECK(result.exit_status == exit_status);
  for (const std::string& word : words) {
    INFO(word);
    CHECK(result.output.find(word) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("a bitstream is made and its clock judged", "[long]") {
  if (run_process({"bash", "-c", "command -v nextpnr-ice40 icepack"}, ".", 10.0)->exit_status != 0) {
    WARN("not run: nextpnr-ice40 is not installed");
    return;
  }
  const ScratchFolder scratch;
  const std::string design = design_for(scratch, "12");
  check_says(bitstream({design, board_for(scratch, "12", 32)}), 0,
             {"tiny on tiny_board", "of 7680", "32 flip-flops", "0 of 32", "12 MHz needed: met", "tiny.bin"});
  CHECK(fs::file_size(fs::path(design) / "bitstream/tiny.bin") > 100'000);
  check_says(bitstream({design_for(scratch, "450"), board_for(scratch, "450", 64, true)}), 1,
             {"450 MHz needed: NOT MET"});
  check_says(bitstream({design_for(scratch, "12"), board_for(scratch, "12", 9000)}), 2,
             {"nextpnr-ice40 failed", "smaller parallelism"});
  CHECK_FALSE(fs::exists(fs::path(design) / "bitstream"));
  const std::string without_a_pin = board_for(scratch, "12", 32);
  scratch.write("tiny_board.pcf", "set_frequency clk 12\nset_io clk J3\n");
  check_says(bitstream({design, without_a_pin}), 2, {"nextpnr-ice40 failed", "tx"});
}

TEST_CASE("bitstream says what is in its way") {
  const ScratchFolder scratch;
  const std::string design = design_for(scratch, "12");
  const std::string board = board_for(scratch, "25", 4);
  check_says(bitstream({}), 2, {"two or three arguments"});
  check_says(bitstream({scratch.path().string(), board}), 2, {"is no design folder", "rtl4ml generate"});
  check_says(bitstream({design, "nowhere"}), 2, {"there is no nowhere.sv"});
  check_says(bitstream({design, board}), 2, {"meant for 12", "has 25 MHz", "clock_mhz: 25"});
  scratch.write("tiny_board.pcf", "set_io clk J3\n");
  check_says(bitstream({design, board}), 2, {"does not say the clock"});
  const fs::path bin = scratch.path() / "bin";
  fs::create_directories(bin);
  for (const char* tool : {"bash", "dirname", "cat"}) fs::create_symlink(fs::path("/usr/bin") / tool, bin / tool);
  const Environment path("PATH", bin.string());
  check_says(bitstream({design, board}), 2, {"is not installed", "cmake/install-dependencies bench"});
}

}  // namespace rtl4ml::test
