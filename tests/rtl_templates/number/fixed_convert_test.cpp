// rtl_templates/number/fixed_convert.sv = rtl4ml::convert, exhaustively at small widths.
#include <filesystem>
#include <fstream>
#include <string>

#include "gen/emit/library.hpp"
#include "sw/base/process.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/rtl_templates/harness/coverage.hpp"
#include "tests/rtl_templates/harness/judge_mutants.hpp"
#include "tests/rtl_templates/number/convert_cases.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml {
namespace {

const std::filesystem::path kSource = source_tree();

/// convert_top.sv: one instance and one output port per case. outputs.inc: the list of its ports in C++.
void write_top(const std::filesystem::path& folder, const std::vector<ConvertCase>& cases) {
  std::ofstream top(folder / "convert_top.sv");
  std::ofstream outputs(folder / "outputs.inc");
  top << "module convert_top (input logic [127:0] data_in";
  for (std::size_t i = 0; i < cases.size(); ++i) {
    top << ",\n  output logic [" << cases[i].out.width - 1 << ":0] y" << i;
    outputs << "static_cast<std::uint32_t>(top_.y" << i << "),\n";
  }
  top << ");\n";
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const ConvertCase& one = cases[i];
    top << "  fixed_convert #(.IN_WIDTH(" << one.in_width << "), .IN_FRAC_WIDTH(" << one.in_frac_width
        << "), .IN_SIGNED(" << one.in_signed << "), .OUT_WIDTH(" << one.out.width << "), .OUT_FRAC_WIDTH("
        << one.out.frac_width << "), .OUT_SIGNED(" << one.out.is_signed << "), .ROUNDING(" << int(one.rounding)
        << "), .OVERFLOW(" << int(one.overflow) << "), .HALF_ADDED(" << one.half_added << ")) c" << i
        << " (.data_in(data_in[" << one.in_width - 1 << ":0]), .data_out(y" << i << "));\n";
  }
  top << "endmodule\n";
}

}  // namespace

TEST_CASE("fixed_convert equals convert", "[rtl][number]") {
  const test::ScratchFolder folder("fixed_convert");
  write_top(folder.path(), convert_cases());
  const std::string number = (library_folder() / "number").string();
  const bool ccache = run_process({"ccache", "--version"}, folder.path()).has_value();
  std::vector<std::string> command = {"verilator",
                                      "--cc",
                                      "--exe",
                                      "--build",
                                      "-j",
                                      "2",
                                      "-O3",
                                      "--x-assign",
                                      "fast",
                                      "-Wno-fatal",
                                      "-Wno-WIDTH",
                                      "--top-module",
                                      "convert_top",
                                      "-CFLAGS",
                                      "-std=c++20 -O1 -I.. -I" + kSource.string(),
                                      "-MAKEFLAGS",
                                      "OPT_FAST=-O0 OPT_SLOW=-O0" + std::string(ccache ? " OBJCACHE=ccache" : ""),
                                      number + "/fixed_number_pkg.sv",
                                      number + "/fixed_convert.sv",
                                      "convert_top.sv",
                                      (kSource / "tests/rtl_templates/number/convert_bench.cpp").string(),
                                      (kSource / "sw/number/convert.cpp").string(),
                                      (kSource / "sw/number/fixed_type.cpp").string()};
  const std::vector<std::string> coverage = test::coverage_options(folder.path(), {"convert_top.sv"});
  command.insert(command.end(), coverage.begin(), coverage.end());
  test::run(command, folder.path(), test::kMostBuildSeconds);
  const std::string seed = std::to_string(test::seed());
  INFO("RTL4ML_SEED=" << seed);
  if (test::judging_mutants()) {
    test::judge_mutants({"number/fixed_number_pkg.sv", "number/fixed_convert.sv"}, [&] {
      const auto result = run_process({"obj_dir/Vconvert_top", seed}, folder.path(), 50.0);
      return result && result->exit_status == 0;
    });
    return;
  }
  INFO(test::run({"obj_dir/Vconvert_top", seed, test::next_coverage_file()}, folder.path()));
  SUCCEED();
}

TEST_CASE("fixed_convert refuses parameters out of range", "[rtl][number]") {
  const test::ScratchFolder folder("fixed_convert_bad");
  const std::string number = (library_folder() / "number").string();
  for (const char* bad : {"-GIN_WIDTH=0", "-GIN_WIDTH=121", "-GOUT_WIDTH=33", "-GOUT_SIGNED=2", "-GROUNDING=5",
                          "-GOVERFLOW=2", "-GHALF_ADDED=2"}) {
    const auto result =
        run_process({"verilator", "--lint-only", bad, number + "/fixed_number_pkg.sv", number + "/fixed_convert.sv"},
                    folder.path());
    INFO(bad);
    REQUIRE(result);
    CHECK(result->exit_status != 0);
    CHECK(result->output.find("fixed_convert: ") != std::string::npos);
  }
}

}  // namespace rtl4ml
