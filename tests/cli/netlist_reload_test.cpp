// Reloadable weights in synthesised netlists.
#include "tests/cli/reload_designs.hpp"

namespace rtl4ml::test {

TEST_CASE("netlist-sim --reload: synthesis keeps what was written", "[long]") {
  const ScratchFolder folder;
  const std::string config = write_reloadable_design(folder);
  const ProcessResult result =
      run_rtl4ml({"netlist-sim", config, "--reload", (folder.path() / "b.safetensors").string(), "--count", "12",
                  "--target", "xc7", "ecp5", "--build", (folder.path() / "out").string()});
  INFO(result.output);
  CHECK(result.exit_status == 0);
  for (const char* flow : {"xc7", "ecp5"})
    CHECK(result.output.find(std::string("reloading, ") + flow + ": bit-exact (36 vectors") != std::string::npos);
}

}  // namespace rtl4ml::test
