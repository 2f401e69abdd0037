// Runs Icarus over a source of constants and a testbench that prints.
#pragma once

#include <filesystem>
#include <string>

#include "sw/base/process.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml::test {

/// What `bench` prints beside rom_source.sv of the folder, which is its working folder.
inline std::string run_icarus(const std::filesystem::path& folder, const std::string& bench) {
  REQUIRE(write_file(folder / "bench.sv", bench));
  const auto built = run_process({"iverilog", "-g2012", "-o", "bench.vvp", "rom_source.sv", "bench.sv"}, folder, 60.0);
  REQUIRE(built);
  INFO(built->output);
  REQUIRE(built->exit_status == 0);
  const auto run = run_process({"vvp", "bench.vvp"}, folder, 60.0);
  REQUIRE(run);
  return run->output;
}

}  // namespace rtl4ml::test
