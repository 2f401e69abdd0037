// Every clause of every module's check of its parameters, in both forms: what stops Verilator, and what stops Icarus;
// and that the last value that a clause allows stops neither. (Yosys reads the first form too; lint_test.cpp shows that
// it heeds it.)
#include <optional>
#include <sstream>

#include "gen/emit/library.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml::test {
namespace {

/// A module and what some of its parameters are; the others as they are by default.
struct Parameters {
  std::string module;
  std::vector<std::string> assignments;  ///< "A=1", or several: "A=1 B=2"
};

/// What only the module's own check can refuse.
const std::vector<Parameters>& refused() {
  static const std::vector<Parameters> kAll = {
      {"stream_register_slice", {"WIDTH=0"}},
      {"stream_skid_buffer", {"WIDTH=0"}},
      {"stream_fifo", {"WIDTH=0", "DEPTH=0"}},
      {"stream_fork", {"WIDTH=0", "OUTPUTS=0"}},
      {"stream_join", {"WIDTH=0", "INPUTS=0"}},
      {"stream_resize", {"WIDTH=0", "FEATURES=0", "PARALLELISM_IN=0", "PARALLELISM_OUT=0"}},
      {"axi_stream_input", {"WIDTH=0", "WIDTH=9", "FEATURES=0", "PARALLELISM=0"}},
      {"axi_stream_output", {"WIDTH=0", "WIDTH=9", "FEATURES=0", "PARALLELISM=0"}},
      {"axi_lite_slave", {"ADDRESS_WIDTH=2", "ADDRESS_WIDTH=33"}},
      {"axi_lite_control",
       {"CONSTANTS=0", "CONSTANTS=17", "ENABLED_AT_RESET=2", "ENABLED_AT_RESET=-1", "RELOAD_ADDRESS_WIDTH=-1",
        "RELOAD_ADDRESS_WIDTH=31", "RELOAD_WIDTH=2"}},
      {"reloadable_source",
       {"WIDTH=0", "ROWS=0", "REGISTERED=2", "REGISTERED=-1", "RELOAD_ADDRESS_WIDTH=3 RELOAD_BASE=0",
        "RELOAD_ADDRESS_WIDTH=31", "RELOAD_BASE=-16", "RELOAD_BASE=8", "RELOAD_BASE=64", "ROW_BITS=4"}},
      {"axi_vector_gate", {"BEATS=0"}},
      {"uart_receiver", {"CLOCKS_PER_BIT=3"}},
      {"uart_transmitter", {"CLOCKS_PER_BIT=3"}},
      {"fixed_argmax",
       {"DATA_IN_WIDTH=0", "DATA_IN_WIDTH=33", "DATA_IN_SIGNED=2", "FEATURES=1", "PARALLELISM=0", "PARALLELISM=11"}},
      {"fixed_cast", {"DATA_IN_WIDTH=0", "DATA_IN_WIDTH=33", "DATA_IN_SIGNED=2", "PARALLELISM=0"}},
      {"fixed_relu", {"DATA_IN_WIDTH=0", "DATA_IN_WIDTH=33", "DATA_IN_SIGNED=2", "PARALLELISM=0"}},
      {"fixed_clip",
       {"DATA_IN_WIDTH=0", "DATA_IN_WIDTH=33", "DATA_IN_SIGNED=2", "PARALLELISM=0", "MIN_CODE=49", "MIN_CODE=-129",
        "MAX_CODE=128", "DATA_OUT_SIGNED=0 MIN_CODE=-1", "DATA_OUT_SIGNED=0 MAX_CODE=256"}},
      {"fixed_leaky_relu",
       {"DATA_IN_WIDTH=33", "DATA_IN_SIGNED=2", "SLOPE_WIDTH=33", "SLOPE_SIGNED=2", "PARALLELISM=0",
        "SLOPE_FRAC_WIDTH=-110", "SLOPE=128", "SLOPE=-129", "SLOPE_SIGNED=0 SLOPE=256", "SLOPE_SIGNED=0 SLOPE=-1",
        "REGISTERED=2", "REGISTERED=-1"}},
      {"fixed_prelu",
       {"DATA_IN_WIDTH=33", "DATA_IN_SIGNED=2", "SLOPE_WIDTH=33", "SLOPE_SIGNED=2", "PARALLELISM=0", "FEATURES=0",
        "SLOPE_FRAC_WIDTH=-110"}},
      {"fixed_threshold",
       {"DATA_IN_WIDTH=33 THRESHOLD_WIDTH=33",
        "DATA_IN_SIGNED=2",
        "DATA_OUT_WIDTH=33",
        "DATA_OUT_SIGNED=2",
        "PARALLELISM=0",
        "FEATURES=0",
        "DATA_IN_FRAC_WIDTH=-65",
        "DATA_IN_FRAC_WIDTH=65",
        "DATA_OUT_FRAC_WIDTH=-65",
        "DATA_OUT_FRAC_WIDTH=65",
        "ROUNDING=5",
        "OVERFLOW=2",
        "LEVELS=0",
        "FALLING=-1",
        "FALLING=2",
        "THRESHOLD_WIDTH=7",
        "THRESHOLD_WIDTH=10",
        "LOWEST=-1",
        "LOWEST=1",
        "DATA_OUT_SIGNED=1 LOWEST=-3",
        "DATA_OUT_SIGNED=1 LOWEST=-1"}},
      {"fixed_affine",
       {"DATA_IN_WIDTH=33", "DATA_IN_SIGNED=2", "WEIGHT_WIDTH=33", "WEIGHT_SIGNED=2", "BIAS_WIDTH=33", "BIAS_SIGNED=2",
        "ACCUMULATOR_WIDTH=0", "ACCUMULATOR_WIDTH=121", "PARALLELISM=0", "FEATURES=0"}},
      {"fixed_popcount", {"WIDTH=0", "OUT_WIDTH=3", "WIDTH=7 OUT_WIDTH=2"}},
      {"fixed_table",
       {"DATA_IN_WIDTH=33", "DATA_IN_SIGNED=2", "DATA_OUT_WIDTH=33", "DATA_OUT_SIGNED=2", "PARALLELISM=0",
        "DATA_IN_FRAC_WIDTH=-65", "DATA_IN_FRAC_WIDTH=65", "DATA_OUT_FRAC_WIDTH=-65", "DATA_OUT_FRAC_WIDTH=65",
        "ROUNDING=5", "ROUNDING=-1", "OVERFLOW=2", "OVERFLOW=-1"}},
      {"fixed_convert",
       {"IN_WIDTH=0", "IN_WIDTH=121", "IN_SIGNED=2", "OUT_WIDTH=0", "OUT_WIDTH=33", "OUT_SIGNED=2", "ROUNDING=5",
        "ROUNDING=-1", "OVERFLOW=2", "OVERFLOW=-1", "HALF_ADDED=2", "HALF_ADDED=1 ROUNDING=3",
        "HALF_ADDED=1 OUT_FRAC_WIDTH=8", "HALF_ADDED=1 IN_FRAC_WIDTH=21"}},
      {"fixed_linear",
       {"OPERAND_REGISTERS=-1",
        "DATA_IN_WIDTH=33",
        "WEIGHT_WIDTH=33",
        "BIAS_WIDTH=33",
        "OPERAND_REGISTERS=2",
        "DATA_OUT_WIDTH=33",
        "DATA_IN_SIGNED=2",
        "WEIGHT_SIGNED=2",
        "ACCUMULATOR_WIDTH=121",
        "BIAS_SIGNED=2",
        "DATA_OUT_SIGNED=2",
        "ROUNDING=5",
        "WEIGHT_ADDRESS_WIDTH=2",
        "PARALLELISM_IN=0",
        "PARALLELISM_IN=5",
        "OVERFLOW=2",
        "BIAS_ADDRESS_WIDTH=2",
        "PARALLELISM_OUT=0",
        "PARALLELISM_OUT=9",
        "SUM_FAN_IN=1",
        "ACCUMULATOR_WIDTH=0",
        "WEIGHT_SLICES=0",
        "WEIGHT_SLICES=9",
        "DSP_LANES=-1",
        "WEIGHT_SLICES=5",
        "DSP_LANES=5",
        "BEATS=2",
        "TILES=3",
        "PACKED_PAIRS=-1",
        "PACKED_PAIRS=3",
        "DSP_LANES=1 PACKED_PAIRS=1",
        "WEIGHT_BIPOLAR=1",
        "WEIGHT_BIPOLAR=-1 WEIGHT_WIDTH=1",
        "WEIGHT_BIPOLAR=1 WEIGHT_WIDTH=1 PACKED_PAIRS=1"}},
  };
  return kAll;
}

/// What is at the limits of what a module takes.
const std::vector<Parameters>& taken() {
  static const std::vector<Parameters> kAll = {
      {"stream_register_slice", {"WIDTH=1"}},
      {"stream_skid_buffer", {"WIDTH=1"}},
      {"stream_fifo", {"WIDTH=1", "DEPTH=1"}},
      {"stream_fork", {"WIDTH=1", "OUTPUTS=1"}},
      {"stream_join", {"WIDTH=1", "INPUTS=1"}},
      {"stream_resize", {"WIDTH=1", "FEATURES=1", "PARALLELISM_IN=1", "PARALLELISM_OUT=1"}},
      {"axi_stream_input", {"WIDTH=1", "WIDTH=8", "FEATURES=1 PARALLELISM=1"}},
      {"axi_stream_output", {"WIDTH=1", "WIDTH=8", "FEATURES=1 PARALLELISM=1"}},
      {"axi_lite_slave", {"ADDRESS_WIDTH=3", "ADDRESS_WIDTH=32"}},
      {"axi_lite_control",
       {"CONSTANTS=1", "CONSTANTS=16", "ENABLED_AT_RESET=0", "ENABLED_AT_RESET=1", "RELOAD_ADDRESS_WIDTH=30"}},
      {"reloadable_source",
       {"WIDTH=1", "ROWS=1", "REGISTERED=0", "REGISTERED=1", "RELOAD_ADDRESS_WIDTH=4 RELOAD_BASE=0",
        "RELOAD_ADDRESS_WIDTH=30", "RELOAD_BASE=0", "RELOAD_BASE=48"}},
      {"axi_vector_gate", {"BEATS=1"}},
      {"uart_receiver", {"CLOCKS_PER_BIT=4"}},
      {"uart_transmitter", {"CLOCKS_PER_BIT=4"}},
      {"fixed_argmax", {"DATA_IN_WIDTH=1", "DATA_IN_WIDTH=32", "FEATURES=2 PARALLELISM=1", "PARALLELISM=10"}},
      {"fixed_cast", {"DATA_IN_WIDTH=1", "DATA_IN_WIDTH=32", "DATA_IN_SIGNED=0", "PARALLELISM=1"}},
      {"fixed_relu", {"DATA_IN_WIDTH=1", "DATA_IN_WIDTH=32", "DATA_IN_SIGNED=0", "PARALLELISM=1"}},
      {"fixed_clip", {"MIN_CODE=48", "MIN_CODE=-128", "MAX_CODE=127", "DATA_OUT_SIGNED=0 MIN_CODE=0 MAX_CODE=255"}},
      {"fixed_leaky_relu",
       {"SLOPE=127", "SLOPE=-128", "SLOPE_SIGNED=0 SLOPE=255", "SLOPE_SIGNED=0 SLOPE=0", "REGISTERED=0",
        "REGISTERED=1"}},
      {"fixed_prelu", {"FEATURES=1 PARALLELISM=1", "SLOPE_WIDTH=32", "DATA_IN_SIGNED=0", "SLOPE_SIGNED=0"}},
      {"fixed_threshold",
       {"LEVELS=1 FALLING=1 THRESHOLD_WIDTH=9", "LOWEST=0", "DATA_OUT_SIGNED=1 LOWEST=-2", "DATA_IN_FRAC_WIDTH=-64",
        "DATA_IN_FRAC_WIDTH=64", "DATA_OUT_FRAC_WIDTH=-64", "DATA_OUT_FRAC_WIDTH=64", "ROUNDING=4", "OVERFLOW=1",
        "DATA_IN_WIDTH=32 THRESHOLD_WIDTH=33", "FEATURES=1 PARALLELISM=1", "DATA_IN_SIGNED=0"}},
      {"fixed_affine",
       {"FEATURES=1 PARALLELISM=1", "WEIGHT_WIDTH=32", "BIAS_WIDTH=32", "ACCUMULATOR_WIDTH=120", "DATA_IN_SIGNED=0",
        "WEIGHT_SIGNED=0", "BIAS_SIGNED=0"}},
      {"fixed_popcount", {"WIDTH=1 OUT_WIDTH=1", "WIDTH=7 OUT_WIDTH=3"}},
      {"fixed_table",
       {"DATA_IN_FRAC_WIDTH=-64", "DATA_IN_FRAC_WIDTH=64", "DATA_OUT_FRAC_WIDTH=-64", "DATA_OUT_FRAC_WIDTH=64",
        "ROUNDING=4", "OVERFLOW=1"}},
      {"fixed_convert",
       {"IN_WIDTH=1", "IN_WIDTH=120", "IN_SIGNED=0", "OUT_WIDTH=1", "OUT_WIDTH=32", "OUT_SIGNED=0", "ROUNDING=4",
        "OVERFLOW=1", "HALF_ADDED=1 IN_FRAC_WIDTH=4 OUT_FRAC_WIDTH=3",
        "HALF_ADDED=1 IN_WIDTH=9 IN_FRAC_WIDTH=12 OUT_FRAC_WIDTH=3"}},
      {"fixed_linear",
       {"ACCUMULATOR_WIDTH=120", "PARALLELISM_IN=1", "PARALLELISM_IN=4", "PARALLELISM_OUT=1", "PARALLELISM_OUT=8",
        "SUM_FAN_IN=2", "OPERAND_REGISTERS=1", "DSP_LANES=0", "DSP_LANES=4", "DSP_LANES=0 WEIGHT_SLICES=8",
        "DSP_LANES=0 WEIGHT_SLICES=4", "PACKED_PAIRS=2", "WEIGHT_BIPOLAR=1 WEIGHT_WIDTH=1"}},
  };
  return kAll;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

/// What Verilator and Icarus make of a module with these parameters.
struct Reading {
  ProcessResult linted, compiled;
  std::optional<ProcessResult> started;  ///< where Icarus could compile it
};

/// The command with "PREFIX A=1" for every assignment, then the files.
ProcessResult outcome(std::vector<std::string> command, const std::string& prefix, const std::string& assignments,
                      const std::vector<std::filesystem::path>& files, const std::filesystem::path& folder) {
  for (const std::string& assignment : words_of(assignments)) command.push_back(prefix + assignment);
  for (const auto& file : files) command.push_back(file.string());
  const auto result = run_process(command, folder, 120.0);
  if (!result) FAIL(to_string(result.error()));
  return *result;
}

Reading read(const std::string& module, const std::string& assignments, const Library& library) {
  const ScratchFolder folder("refusal");
  const auto files = library.files_of({module});
  REQUIRE(files);
  Reading reading{outcome({"verilator", "--lint-only", "-Wno-lint", "--top-module", module}, "-G", assignments, *files,
                          folder.path()),
                  outcome({"iverilog", "-g2012", "-s", module, "-o", "module.vvp"}, "-P" + module + ".", assignments,
                          *files, folder.path()),
                  std::nullopt};
  if (reading.compiled.exit_status == 0) {
    reading.started = outcome({"vvp", "-n", "module.vvp"}, "", "", {}, folder.path());
  }
  return reading;
}

std::string words_of(const Reading& reading) {
  return "Verilator:\n" + reading.linted.output + "Icarus:\n" + reading.compiled.output +
         (reading.started ? reading.started->output : "");
}

}  // namespace

TEST_CASE("every clause of every check of parameters refuses, and takes what is at its limit", "[rtl][long]") {
  const auto library = Library::open(library_folder());
  REQUIRE(library);
  REQUIRE(taken().size() == refused().size());
  for (std::size_t i = 0; i < refused().size(); ++i) {
    const std::string& module = refused()[i].module;
    REQUIRE(taken()[i].module == module);
    DYNAMIC_SECTION(module) {
      for (const std::string& assignments : taken()[i].assignments) {
        const Reading reading = read(module, assignments, *library);
        INFO(module << " " << assignments << ", " << words_of(reading));
        CHECK(reading.linted.exit_status == 0);
        REQUIRE(reading.started);
        CHECK(reading.started->exit_status == 0);
      }
      const std::string own_words = module + ": ";
      for (const std::string& assignments : refused()[i].assignments) {
        const Reading reading = read(module, assignments, *library);
        INFO(module << " " << assignments << ", " << words_of(reading));
        CHECK(reading.linted.exit_status != 0);
        // Verilator resolves the names inside fixed_linear's parts before it comes to the checks.
        if (module != "fixed_linear") CHECK(reading.linted.output.find(own_words) != std::string::npos);
        // Icarus has no elaboration errors: the simulation stops at its start, if it can be compiled at all.
        if (!reading.started) continue;
        CHECK(reading.started->exit_status != 0);
        CHECK(reading.started->output.find(own_words) != std::string::npos);
      }
    }
  }
}

}  // namespace rtl4ml::test
