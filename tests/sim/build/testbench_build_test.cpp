#include "sim/build/testbench_build.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("a model is built again when its sources change, and only then") {
  const ChainFolder folder;
  copy_chain(folder);
  const DesignSignature design = read_signature(folder.path() / "signature.json").value();
  const std::filesystem::path cache = std::getenv("RTL4ML_CACHE");
  const Result<TestbenchBuild> first = build_testbench(cache, folder.path(), design, {});
  REQUIRE(first);
  const Result<TestbenchBuild> second = build_testbench(cache, folder.path(), design, {});
  REQUIRE(second);
  CHECK_FALSE(second->built);
  CHECK(second->program == first->program);
  folder.edit("rtl/top.sv", "FAULT = 0", "FAULT = 1");
  const Result<TestbenchBuild> changed = build_testbench(cache, folder.path(), design, {});
  REQUIRE(changed);
  CHECK(changed->program != first->program);
}

TEST_CASE("without verilator the message says what to install") {
  const ChainFolder folder;
  copy_chain(folder);
  const DesignSignature design = read_signature(folder.path() / "signature.json").value();
  const std::string path = std::getenv("PATH");
  setenv("PATH", folder.path().c_str(), 1);
  const Result<TestbenchBuild> built = build_testbench(folder.path() / "cache", folder.path(), design, {});
  setenv("PATH", path.c_str(), 1);
  REQUIRE_FALSE(built);
  CHECK(built.error().front().code == "sim.tool_missing");
  CHECK(built.error().front().fix == "apt-get install verilator");
}
