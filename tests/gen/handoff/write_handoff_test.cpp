// The bundle around a design: it simulates in Icarus and its scripts run by themselves; broken, it says so.
#include "gen/handoff/write_handoff.hpp"

#include "sw/base/process.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr int kVectors = 6;

/// A design whose sizes do not divide and whose codes, negative ones too, are extended, with golden vectors from the
/// oracle.
void write_bundle(const fs::path& folder) {
  HardwareConfig config = test::config("small");
  config.precision.data_in = test::spec(5, 2);
  config.precision.data_out = test::spec(11, 3);
  config.parallelism = {3, 3, ""};
  const auto design = compile(config, Network{{{"fc1", test::linear(4, 8)}}}, {});
  REQUIRE(design);
  std::vector<std::int64_t> in(kVectors * 4), out(kVectors * 8);
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<std::int64_t>(i * 7 % 32) - 16;
  evaluate(design->model, in, out);
  const Result<void> emitted = emit_design(*design, folder, in, out);
  if (!emitted) FAIL(to_string(emitted.error()));
  const Result<void> written = write_handoff(*design, folder, kVectors, "1.2.3");
  if (!written) FAIL(to_string(written.error()));
}

ProcessResult run(const std::string& command, const fs::path& folder) {
  const auto result = run_process({"bash", "-c", command}, folder, 120.0);
  if (!result) FAIL(to_string(result.error()));
  return *result;
}

const char* const kSimulate =
    "iverilog -g2012 -Wall -Wno-timescale -s testbench -o ../sim/testbench.vvp -f filelist.f -f ../axi/filelist.f "
    "../sim/testbench.sv && vvp -n ../sim/testbench.vvp";

void append(const fs::path& file, const std::string& from, const std::string& to) {
  Result<std::string> text = read_file(file, 1U << 20U);
  REQUIRE(text);
  const std::size_t at = text->find(from);
  INFO(from << " in " << file);
  REQUIRE(at != std::string::npos);
  REQUIRE(write_file(file, text->replace(at, from.size(), to)));
}

}  // namespace

TEST_CASE("the bundle's testbench passes in Icarus, and fails on a broken wrapper, design or vector") {
  const test::ScratchFolder folder;
  const fs::path bundle = folder.path() / "small";
  write_bundle(bundle);
  const ProcessResult good = run(kSimulate, bundle / "rtl");
  INFO(good.output);
  REQUIRE(good.exit_status == 0);
  CHECK(good.output.find("PASS: small: 18 vectors, 144 elements") != std::string::npos);

  struct Break {
    const char *file, *from, *to, *said;
  };
  for (const Break& one :
       {Break{"axi/axi_stream_output.sv", "SIGNED != 0", "SIGNED == 0", "wrong data"},
        Break{"axi/axi_stream_output.sv", "assign m_axis_tlast = last", "assign m_axis_tlast = 1'b0", "wrong tlast"},
        Break{"axi/axi_stream_output.sv", "{ELEMENT_BYTES{used}}", "{ELEMENT_BYTES{1'b1}}", "wrong tkeep"},
        Break{"axi/axi_stream_input.sv", "s_axis_tlast != last", "s_axis_tlast == last", "framing_error"},
        Break{"axi/axi_stream_output.sv", "m_axis_tvalid = data_in_0_valid", "m_axis_tvalid = 1'b0", "hangs"},
        Break{"vectors/data_out_0.mem", "0", "1", "wrong data"}}) {
    write_bundle(bundle);
    append(bundle / one.file, one.from, one.to);
    const ProcessResult bad = run(kSimulate, bundle / "rtl");
    INFO(one.file << ": " << one.to << "\n" << bad.output);
    CHECK(bad.exit_status != 0);
    CHECK(bad.output.find(one.said) != std::string::npos);
  }
}

TEST_CASE("the bundle's files lint, synthesise and name only what is there") {
  const test::ScratchFolder folder;
  const fs::path bundle = folder.path() / "small";
  write_bundle(bundle);
  const ProcessResult lint = run(
      "verilator --lint-only -Wall --top-module small_axi_stream -f filelist.f -f ../axi/filelist.f", bundle / "rtl");
  INFO(lint.output);
  CHECK(lint.exit_status == 0);
  CHECK(lint.output.empty());
  const ProcessResult yosys = run("yosys -q -s ../synth/yosys.ys", bundle / "rtl");
  INFO(yosys.output);
  CHECK(yosys.exit_status == 0);
  CHECK(fs::file_size(bundle / "synth/small_axi_stream_netlist.v") > 1000);
  // Vendor commands do nothing here, but the scripts are executed as Tcl and look for every file they name.
  REQUIRE(write_file(bundle / "run.tcl",
                     "proc unknown args {return 0}\nforeach script {synth/vivado.tcl synth/quartus.tcl} {\n"
                     "  info script [file normalize $script]\n  source $script\n  cd $::env(BUNDLE)\n}\n"));
  const std::string tcl = "BUNDLE=$PWD yosys -q -c run.tcl";
  const ProcessResult scripts = run(tcl, bundle);
  INFO(scripts.output);
  CHECK(scripts.exit_status == 0);
  fs::remove(bundle / "rtl/fc1_bias_source.sv");
  const ProcessResult missing = run(tcl, bundle);
  INFO(missing.output);
  CHECK(missing.exit_status != 0);
  CHECK(missing.output.find("missing source file: fc1_bias_source.sv") != std::string::npos);
}

TEST_CASE("the same design gives the same bundle to the byte") {
  const test::ScratchFolder folder;
  write_bundle(folder.path() / "one");
  write_bundle(folder.path() / "two");
  CHECK(run("diff -r one two", folder.path()).output.empty());
}

}  // namespace rtl4ml
