// Every file of rtl_templates as it stands: Verilator, Icarus and Yosys accept it without a word, and every module
// refuses parameters that it cannot serve. (Other parameters: every co-simulated device goes through the three tools as
// well.)
#include <algorithm>
#include <fstream>
#include <map>

#include "gen/emit/library.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml::test {
namespace {

namespace fs = std::filesystem;

const fs::path kLibrary = library_folder();

/// All SystemVerilog files but the wrappers of the proofs, which Yosys alone reads (tests/formal); packages first.
std::vector<fs::path> library_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kLibrary)) {
    const fs::path& path = entry.path();
    if (path.extension() == ".sv" && !path.stem().string().ends_with("_formal")) files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  // The packages of packages first: fixed_number_pkg serves the others.
  const auto rank = [](const fs::path& path) {
    const std::string name = path.stem().string();
    return name == "fixed_number_pkg" ? 0 : name.ends_with("_pkg") ? 1 : 2;
  };
  std::stable_sort(files.begin(), files.end(), [&](const fs::path& a, const fs::path& b) { return rank(a) < rank(b); });
  return files;
}

/// The modules of the library, each named after its file.
std::vector<std::string> modules() {
  std::vector<std::string> names;
  for (const fs::path& path : library_files()) {
    if (!path.stem().string().ends_with("_pkg")) names.push_back(path.stem().string());
  }
  return names;
}

std::vector<std::string> with_files(std::vector<std::string> command) {
  for (const fs::path& path : library_files()) command.push_back(path.string());
  return command;
}

/// Runs a tool; the answer is its exit status and what it said.
ProcessResult outcome(const std::vector<std::string>& command, const fs::path& folder) {
  const auto result = run_process(command, folder, 120.0);
  if (!result) FAIL(to_string(result.error()));
  return *result;
}

void check_silent(const std::vector<std::string>& command, const fs::path& folder, const std::string& what) {
  const ProcessResult result = outcome(command, folder);
  INFO(what << " says:\n" << result.output);
  REQUIRE(result.exit_status == 0);
  REQUIRE(result.output.empty());
}

struct Bad {
  const char *module, *parameter, *value;
};

/// Parameters out of range, one at a time; the others as they are by default.
const Bad kBad[] = {
    {"stream_register_slice", "WIDTH", "0"},
    {"stream_skid_buffer", "WIDTH", "0"},
    {"stream_fifo", "DEPTH", "0"},
    {"stream_fork", "OUTPUTS", "0"},
    {"stream_join", "INPUTS", "0"},
    {"axi_stream_input", "WIDTH", "9"},
    {"axi_stream_input", "PARALLELISM", "0"},
    {"axi_stream_output", "WIDTH", "0"},
    {"axi_stream_output", "FEATURES", "0"},
    {"axi_lite_slave", "ADDRESS_WIDTH", "2"},
    {"axi_lite_control", "CONSTANTS", "17"},
    {"axi_vector_gate", "BEATS", "0"},
    {"reloadable_source", "ROWS", "0"},
    {"reloadable_source", "RELOAD_BASE", "8"},
    {"stream_resize", "FEATURES", "0"},
    {"stream_resize", "PARALLELISM_OUT", "0"},
    {"uart_receiver", "CLOCKS_PER_BIT", "3"},
    {"uart_transmitter", "CLOCKS_PER_BIT", "3"},
    {"fixed_argmax", "FEATURES", "1"},
    {"fixed_argmax", "PARALLELISM", "11"},
    {"fixed_cast", "DATA_IN_WIDTH", "33"},
    {"fixed_cast", "DATA_OUT_WIDTH", "33"},
    {"fixed_cast", "ROUNDING", "5"},
    {"fixed_cast", "OVERFLOW", "2"},
    {"fixed_cast", "PARALLELISM", "0"},
    {"fixed_relu", "DATA_IN_SIGNED", "2"},
    {"fixed_relu", "DATA_OUT_SIGNED", "2"},
    {"fixed_clip", "DATA_IN_WIDTH", "0"},
    {"fixed_clip", "MIN_CODE", "49"},
    {"fixed_clip", "MAX_CODE", "128"},
    {"fixed_leaky_relu", "SLOPE", "128"},
    {"fixed_leaky_relu", "SLOPE_WIDTH", "33"},
    {"fixed_leaky_relu", "REGISTERED", "2"},
    {"fixed_prelu", "SLOPE_SIGNED", "2"},
    {"fixed_prelu", "FEATURES", "0"},
    {"fixed_threshold", "FALLING", "2"},
    {"fixed_threshold", "LOWEST", "1"},
    {"fixed_affine", "BIAS_SIGNED", "2"},
    {"fixed_popcount", "OUT_WIDTH", "3"},
    {"fixed_table", "DATA_IN_WIDTH", "33"},
    {"fixed_table", "DATA_OUT_FRAC_WIDTH", "65"},
    {"fixed_table", "ROUNDING", "5"},
};

}  // namespace

TEST_CASE("every module of the library is accepted by Verilator, Icarus and Yosys", "[rtl]") {
  const ScratchFolder folder("lint");
  std::string script = "read_verilog -sv";
  for (const fs::path& path : library_files()) script += " " + path.string();
  script += "; design -save library";
  std::vector<std::string> icarus = {"iverilog", "-g2012", "-Wall", "-Wno-timescale", "-t", "null"};
  const std::vector<std::string> names = modules();
  REQUIRE(names.size() >= 12);
  for (const std::string& name : names) {
    check_silent(with_files({"verilator", "--lint-only", "-Wall", "--top-module", name}), folder.path(),
                 "Verilator: " + name);
    icarus.insert(icarus.end(), {"-s", name});
    script += "; design -load library; hierarchy -check -top " + name + "; proc; check -assert";
  }
  check_silent(with_files(icarus), folder.path(), "Icarus");
  check_silent({"yosys", "-q", "-p", script}, folder.path(), "Yosys");
}

TEST_CASE("modules refuse parameters out of range in all three tools", "[rtl]") {
  const ScratchFolder folder("refuse");
  std::map<std::string, std::string> paths;
  for (const fs::path& path : library_files()) paths[path.stem().string()] = path.string();
  for (const Bad& bad : kBad) {
    const std::string assignment = std::string(bad.parameter) + "=" + bad.value;
    const std::string module = bad.module;
    std::vector<std::string> files = {paths.at("fixed_number_pkg"), paths.at("fixed_convert"), paths.at(module)};
    if (module == "stream_fifo") files.push_back(paths.at("stream_register_slice"));
    if (module == "axi_lite_control") files.push_back(paths.at("axi_lite_slave"));
    const auto with = [&](std::vector<std::string> command) {
      command.insert(command.end(), files.begin(), files.end());
      return command;
    };
    std::string script = "read_verilog -sv";
    for (const std::string& file : files) script += " " + file;
    script += "; hierarchy -check -top " + module + " -chparam " + bad.parameter + " " + bad.value;
    const ProcessResult results[] = {
        outcome(with({"verilator", "--lint-only", "-Wall", "--top-module", module, "-G" + assignment}), folder.path()),
        outcome({"yosys", "-q", "-p", script}, folder.path()),
    };
    for (const ProcessResult& result : results) {
      INFO(module << " " << assignment << ":\n" << result.output);
      CHECK(result.exit_status != 0);
      // The module's own words, or those of the number cell inside it.
      CHECK((result.output.find(module + ": ") != std::string::npos ||
             result.output.find("fixed_convert: ") != std::string::npos));
    }
    // Icarus has no elaboration errors: the simulation stops at its start.
    const ProcessResult compiled = outcome(
        with({"iverilog", "-g2012", "-s", module, "-P" + module + "." + assignment, "-o", "bad.vvp"}), folder.path());
    if (compiled.exit_status != 0) continue;
    const ProcessResult ran = outcome({"vvp", "-n", "bad.vvp"}, folder.path());
    INFO(module << " " << assignment << " in Icarus:\n" << ran.output);
    CHECK(ran.exit_status != 0);
  }
}

}  // namespace rtl4ml::test
