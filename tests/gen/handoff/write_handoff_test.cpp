// The bundle around a design: it simulates in Icarus and its scripts run by themselves; broken, it says so.
#include "gen/handoff/write_handoff.hpp"

#include <algorithm>
#include <regex>

#include "sw/base/file.hpp"
#include "tests/gen/handoff/bundle.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;
using test::shell;
using test::write_bundle;

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
  const ProcessResult good = shell(kSimulate, bundle / "rtl");
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
        Break{"vectors/data_out_0.mem", "0", "1", "wrong data"},
        Break{"axi/axi_vector_gate.sv", "(enable || begun_q)", "1'b1", "taken while disabled"},
        Break{"axi/axi_lite_control.sv", "32'(busy || vector_begun)", "32'(busy)", "register 058"},
        Break{"axi/axi_lite_control.sv", "32'(output_stalled)", "32'd0", "register 05c"},
        Break{"axi/axi_lite_control.sv", "&& write_strobe[i]", "", "register 04c"},
        Break{"axi/axi_lite_slave.sv", "write_error ? SLVERR", "write_error ? OKAY", "what is read only"},
        Break{"axi/axi_lite_slave.sv", "read_error ? SLVERR", "read_error ? OKAY", "no SLVERR where"},
        Break{"axi/axi_lite_slave.sv", "assign s_axi_bvalid = bvalid_q", "assign s_axi_bvalid = 1'b0",
              "does not answer"},
        Break{"axi/small_axi.sv", "32'h52344d4c", "32'h52344d4d", "register 000"},
        Break{"axi/small_axi.sv", "32'h00000004", "32'h00000005", "register 010"}}) {
    write_bundle(bundle);
    append(bundle / one.file, one.from, one.to);
    const ProcessResult bad = shell(kSimulate, bundle / "rtl");
    INFO(one.file << ": " << one.to << "\n" << bad.output);
    CHECK(bad.exit_status != 0);
    CHECK(bad.output.find(one.said) != std::string::npos);
  }
}

TEST_CASE("the bundle's files lint, synthesise and name only what is there") {
  const test::ScratchFolder folder;
  const fs::path bundle = folder.path() / "small";
  write_bundle(bundle);
  const ProcessResult lint =
      shell("verilator --lint-only -Wall --top-module small_axi -f filelist.f -f ../axi/filelist.f", bundle / "rtl");
  INFO(lint.output);
  CHECK(lint.exit_status == 0);
  CHECK(lint.output.empty());
  const ProcessResult yosys = shell("yosys -q -s ../synth/yosys.ys", bundle / "rtl");
  INFO(yosys.output);
  CHECK(yosys.exit_status == 0);
  CHECK(fs::file_size(bundle / "synth/small_axi_netlist.v") > 1000);
  // Vendor commands do nothing here, but the scripts are executed as Tcl and look for every file they name.
  REQUIRE(write_file(bundle / "run.tcl",
                     "proc unknown args {return 0}\nforeach script {synth/vivado.tcl synth/quartus.tcl} {\n"
                     "  info script [file normalize $script]\n  source $script\n  cd $::env(BUNDLE)\n}\n"));
  const std::string tcl = "BUNDLE=$PWD yosys -q -c run.tcl";
  const ProcessResult scripts = shell(tcl, bundle);
  INFO(scripts.output);
  CHECK(scripts.exit_status == 0);
  fs::remove(bundle / "rtl/fc1_bias_source.sv");
  const ProcessResult missing = shell(tcl, bundle);
  INFO(missing.output);
  CHECK(missing.exit_status != 0);
  CHECK(missing.output.find("missing source file: fc1_bias_source.sv") != std::string::npos);
}

TEST_CASE("the bundle's Yosys script is the whole flow of its target") {
  const test::ScratchFolder folder;
  const fs::path bundle = folder.path() / "small";
  write_bundle(bundle, Weights::kConstant, *find_target("ecp5-85k", ""));
  const ProcessResult yosys = shell("yosys -q -s ../synth/yosys.ys", bundle / "rtl");
  INFO(yosys.output);
  CHECK(yosys.exit_status == 0);
  const Result<std::string> netlist = read_file(bundle / "synth/small_axi_netlist.v", 1U << 24U);
  REQUIRE(netlist);
  CHECK(netlist->find(".REG_INPUTA_CLK(\"CLK0\")") != std::string::npos);
  CHECK(netlist->find(".REG_OUTPUT_CLK(\"CLK0\")") != std::string::npos);
  CHECK(netlist->find("DSP48E1") == std::string::npos);
}

/// What stands between the tags, everywhere in the text.
std::vector<std::string> elements(const std::string& text, const std::string& tag) {
  std::vector<std::string> found;
  const std::string open = "<ipxact:" + tag + ">", close = "</ipxact:" + tag + ">";
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    found.push_back(text.substr(at, text.find(close, at) - at));
  }
  return found;
}

TEST_CASE("component.xml nests, and speaks of the ports and files that are there") {
  const test::ScratchFolder folder;
  const fs::path bundle = folder.path() / "small";
  write_bundle(bundle);
  const Result<std::string> xml = read_file(bundle / "component.xml", 1U << 20U);
  const Result<std::string> wrapper = read_file(bundle / "axi/small_axi.sv", 1U << 20U);
  REQUIRE(xml);
  REQUIRE(wrapper);
  std::vector<std::string> open;
  for (std::size_t at = xml->find("<ipxact:"); at != std::string::npos;) {
    const std::size_t end = xml->find('>', at);
    std::string tag = xml->substr(at + 1, end - at - 1);
    if (tag.front() == '/') {
      REQUIRE_FALSE(open.empty());
      CHECK(open.back() == tag.substr(1));
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
    at = std::min(xml->find("<ipxact:", end), xml->find("</ipxact:", end));
  }
  CHECK(open.empty());
  const std::string head = wrapper->substr(0, wrapper->find("\n);"));
  std::vector<std::string> ports;
  for (const std::string& port : elements(*xml, "port")) ports.push_back(elements(port, "name").front());
  const std::regex port_of_module(R"(\n    (?:input|output) )");
  CHECK(static_cast<std::ptrdiff_t>(ports.size()) ==
        std::distance(std::sregex_iterator(head.begin(), head.end(), port_of_module), std::sregex_iterator()));
  for (const std::string& port : ports) {
    INFO(port);
    CHECK((head.find(" " + port + ",") != std::string::npos || head.ends_with(" " + port)));
  }
  for (const std::string& mapped : elements(*xml, "physicalPort")) {
    CHECK(std::find(ports.begin(), ports.end(), elements(mapped, "name").front()) != ports.end());
  }
  for (const std::string& file : elements(*xml, "file")) {
    INFO(file);
    CHECK(fs::exists(bundle / elements(file, "name").front()));
  }
}

TEST_CASE("the same design gives the same bundle to the byte") {
  const test::ScratchFolder folder;
  write_bundle(folder.path() / "one");
  write_bundle(folder.path() / "two");
  CHECK(shell("diff -r one two", folder.path()).output.empty());
}

}  // namespace rtl4ml
