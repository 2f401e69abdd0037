#include "sw/base/process.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("the SystemC example, sc_fifo inside a TLM-2.0 target, computes what the design computes", "[long]") {
  const ChainFolder folder;
  copy_chain(folder);
  const std::string source = source_tree().string();
  const Result<ProcessResult> built = run_process({"verilator",
                                                   "--sc",
                                                   "--exe",
                                                   "--build",
                                                   "-O3",
                                                   "--noassert",
                                                   "-Wno-fatal",
                                                   "--top-module",
                                                   "top",
                                                   "--prefix",
                                                   "Vdesign",
                                                   "--Mdir",
                                                   (folder.path() / "model").string(),
                                                   "-CFLAGS",
                                                   "-std=gnu++17 -I" + source,
                                                   "-MAKEFLAGS",
                                                   "OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0",
                                                   "-o",
                                                   "example",
                                                   "-f",
                                                   "filelist.f",
                                                   source + "/sim/systemc/example/main.cpp"},
                                                  folder.path() / "rtl");
  REQUIRE(built);
  INFO(built->output);
  REQUIRE(built->exit_status == 0);
  folder.write("vectors.txt", "1 2 3 4 5 6\n-1 -2 -3 -4 -5 -6\n127 127 0 0 0 -128\n");
  const Result<ProcessResult> ran = run_process({(folder.path() / "model/example").string(), "6", "4", "8", "6", "4",
                                                 "8", (folder.path() / "vectors.txt").string()},
                                                folder.path());
  REQUIRE(ran);
  CHECK(ran->exit_status == 0);
  CHECK(ran->output.find("2 4 6 8 10 12 \n0 0 0 0 0 0 \n127 127 3 4 5 0 \n") != std::string::npos);
}
