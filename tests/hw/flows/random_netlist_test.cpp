// Random networks through the flows of hw/flows: their netlists are the model, bit for bit.
#include <string>

#include "bench/cost/random_mlp.hpp"
#include "cli/pipeline.hpp"
#include "sim/netlist/simulate_netlist.hpp"
#include "tests/environment.hpp"
#include "tests/seed.hpp"

namespace rtl4ml::test {
namespace {

/// A random network on a part: synthesised, fed with 100 vectors under random stalls, reset in flight.
void check_netlist(std::uint64_t number, const std::string& part) {
  constexpr std::int64_t kVectors = 100;
  INFO("network " << number << " on " << part);
  const Result<Target> target = find_target(part, "test");
  REQUIRE(target);
  const Result<CompiledDesign> design = bench::compile_random_mlp(number, *target);
  REQUIRE(design);
  const Result<Stimulus> stimulus = load_stimulus(*design, "", kVectors, number);
  REQUIRE(stimulus);
  const Result<std::vector<std::int64_t>> expected = integer_oracle(design->model, *stimulus);
  REQUIRE(expected);
  const ScratchFolder folder;
  REQUIRE(emit_with_vectors(*design, folder.path(), *stimulus));
  SimulationOptions options;
  options.stall = Stall::kRandom;
  options.seed = number;
  options.resets = 2;
  const Result<NetlistReport> report = simulate_netlist(folder.path().string(), design->model, stimulus->codes,
                                                        *expected, {.flow = target->flow}, options);
  INFO((report ? report->cause : to_string(report.error())));
  REQUIRE(report);
  CHECK(report->equal());
  CHECK(report->simulation.vectors == kVectors);
}

}  // namespace

TEST_CASE("the netlists of random networks are the model", "[long]") {
  const std::uint64_t number = 10'000 + test_seed(1);
  INFO("RTL4ML_SEED=" << number - 10'000 << " repeats this");
  for (const std::string part : {"xc7a35t", "ecp5-85k", "ice40-hx8k"}) check_netlist(number, part);
}

TEST_CASE("networks whose narrow products are registered twice have netlists on the 7 series", "[long]") {
  for (const std::uint64_t number : {107, 1034}) check_netlist(number, "xc7a35t");
}

TEST_CASE("the netlist of a network whose vector lies in a block RAM is the model", "[long]") {
  check_netlist(10'011, "ecp5-85k");
}

}  // namespace rtl4ml::test
