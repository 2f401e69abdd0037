#include "sim/run.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("a job survives its file, and a testbench that dies is told with its last words") {
  const ChainFolder folder;
  const DesignSignature design = read_signature("tests/sim/designs/chain/signature.json").value();
  SimulationOptions options;
  options.seed = 77;
  const std::vector<std::int64_t> inputs = chain_inputs(3);
  Job job = write_job(folder.path(), design, inputs, chain_outputs(inputs), options).value();
  job.watches.push_back({"a", "b", "c", 2, 4});
  folder.write("again.txt", to_text(job));
  Job again;
  REQUIRE(read_job((folder.path() / "again.txt").string(), again));
  CHECK(to_text(again) == to_text(job));
  CHECK(again.seed == 77);
  CHECK(again.vectors == 3);

  CHECK(run_job("/bin/false", job, folder.path()).error().front().code == "sim.run_failed");
  CHECK(run_job("/bin/true", job, folder.path()).error().front().code == "sim.run_failed");
}
