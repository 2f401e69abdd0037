#include "tests/rtl_templates/harness/icarus_replay.hpp"

#include <cstdio>
#include <fstream>

#include "sw/base/process.hpp"
#include "tests/rtl_templates/harness/bench_top.hpp"

namespace rtl4ml::test {
namespace {

using Words = std::vector<std::uint32_t>;

constexpr const char* kReplay = R"(
  integer cycle, wrong;
  logic clk, rst;
  initial begin
    $readmemh("in_data.mem", in_data_m);     $readmemh("in_unknown.mem", in_unknown_m);
    $readmemh("in_valid.mem", in_valid_m);   $readmemh("in_ready.mem", in_ready_m);
    $readmemh("out_data.mem", out_data_m);   $readmemh("out_care.mem", out_care_m);
    $readmemh("out_valid.mem", out_valid_m); $readmemh("out_ready.mem", out_ready_m);
    $readmemh("rst.mem", rst_m);
    wrong = 0;
    for (cycle = 0; cycle < CYCLES; cycle = cycle + 1) begin
      clk = 0;
      rst = rst_m[cycle][0];
      in_data = (in_data_m[cycle] & ~in_unknown_m[cycle]) | (in_unknown_m[cycle] & {IN_DATA{1'bx}});
      in_valid = in_valid_m[cycle];
      out_ready = out_ready_m[cycle];
      #1;
      if (!rst && wrong < 5) begin
        if (in_ready !== in_ready_m[cycle]) begin
          wrong = wrong + 1;
          $display("WRONG cycle %0d: in_ready differs: %b", cycle, in_ready ^ in_ready_m[cycle]);
        end
        if (out_valid !== out_valid_m[cycle]) begin
          wrong = wrong + 1;
          $display("WRONG cycle %0d: out_valid differs: %b", cycle, out_valid ^ out_valid_m[cycle]);
        end
        if (((out_data ^ out_data_m[cycle]) & out_care_m[cycle]) !== 0) begin
          wrong = wrong + 1;
          $display("WRONG cycle %0d: out_data differs: %h", cycle, (out_data ^ out_data_m[cycle]) & out_care_m[cycle]);
        end
      end
      clk = 1;
      #1;
    end
    $display("REPLAYED %0d cycles", CYCLES);
    $finish(0);
  end
endmodule
)";

void write_memory(const std::filesystem::path& path, const std::vector<RecordedCycle>& cycles,
                  const Words RecordedCycle::*field) {
  std::ofstream file(path);
  for (const RecordedCycle& cycle : cycles) {
    const Words& words = cycle.*field;
    std::string line;
    for (auto word = words.rbegin(); word != words.rend(); ++word) {
      char text[9];
      std::snprintf(text, sizeof text, "%08x", *word);
      line += text;
    }
    file << line << "\n";
  }
}

std::string bits(const Words& words) { return std::to_string(32 * words.size()); }

std::string bench_text(const std::vector<RecordedCycle>& cycles) {
  const RecordedCycle& one = cycles.front();
  const std::string count = std::to_string(cycles.size());
  std::string text = "module replay;\n  localparam CYCLES = " + count +
                     ";\n  localparam IN_DATA = " + bits(one.in_data) + ";\n  reg [0:0] rst_m[0:CYCLES-1];\n";
  const std::pair<const char*, const Words*> memories[] = {
      {"in_data", &one.in_data},     {"in_unknown", &one.in_unknown}, {"in_valid", &one.in_valid},
      {"in_ready", &one.in_ready},   {"out_data", &one.out_data},     {"out_care", &one.out_care},
      {"out_valid", &one.out_valid}, {"out_ready", &one.out_ready}};
  for (const auto& [name, words] : memories) {
    text += "  reg [" + bits(*words) + "-1:0] " + name + "_m[0:CYCLES-1];\n";
    if (std::string(name) == "in_unknown" || std::string(name) == "out_care") continue;
    text += "  logic [" + bits(*words) + "-1:0] " + name + ";\n";
  }
  return text + "  " + kBenchTop +
         " top (.clk(clk), .rst(rst), .in_data(in_data), .in_valid(in_valid), .in_ready(in_ready), "
         ".out_data(out_data), "
         ".out_valid(out_valid), .out_ready(out_ready));\n" +
         kReplay;
}

}  // namespace

Result<std::string> replay_in_icarus(const std::filesystem::path& folder, const std::vector<std::string>& files,
                                     const std::vector<RecordedCycle>& cycles) {
  write_memory(folder / "in_data.mem", cycles, &RecordedCycle::in_data);
  write_memory(folder / "in_unknown.mem", cycles, &RecordedCycle::in_unknown);
  write_memory(folder / "in_valid.mem", cycles, &RecordedCycle::in_valid);
  write_memory(folder / "in_ready.mem", cycles, &RecordedCycle::in_ready);
  write_memory(folder / "out_data.mem", cycles, &RecordedCycle::out_data);
  write_memory(folder / "out_care.mem", cycles, &RecordedCycle::out_care);
  write_memory(folder / "out_valid.mem", cycles, &RecordedCycle::out_valid);
  write_memory(folder / "out_ready.mem", cycles, &RecordedCycle::out_ready);
  std::ofstream resets(folder / "rst.mem");
  for (const RecordedCycle& cycle : cycles) resets << (cycle.rst ? "1\n" : "0\n");
  resets.close();
  std::ofstream(folder / "replay.sv") << bench_text(cycles);

  std::vector<std::string> command = {"iverilog", "-g2012", "-s", "replay", "-o", "replay.vvp"};
  command.insert(command.end(), files.begin(), files.end());
  command.push_back("replay.sv");
  auto result = run_process(command, folder, 120.0);
  if (result && result->exit_status == 0) result = run_process({"vvp", "replay.vvp"}, folder, 120.0);
  if (!result) return faults(result.error());
  if (result->exit_status != 0 || result->output.find("REPLAYED") == std::string::npos) {
    return fault("bench.icarus", folder.string(), result->output);
  }
  return result->output.substr(0, result->output.find("REPLAYED"));
}

Result<void> write_netlist(const std::filesystem::path& folder, const std::vector<std::string>& files) {
  std::string script = "read_verilog -sv";
  for (const std::string& file : files) script += " " + file;
  script += std::string("; hierarchy -check -top ") + kBenchTop +
            "; proc; check -assert; opt -fast; clean; write_verilog -noattr netlist.v";
  const auto result = run_process({"yosys", "-q", "-p", script}, folder, 120.0);
  if (!result) return faults(result.error());
  if (result->exit_status != 0 || !result->output.empty()) {
    return fault("bench.yosys", folder.string(), result->output);
  }
  return {};
}

}  // namespace rtl4ml::test
