// Random networks through the flows of hw/flows: their netlists are the model, bit for bit.
#include <string>

#include "bench/cost/random_mlp.hpp"
#include "gen/emit/emit_design.hpp"
#include "sim/netlist/simulate_netlist.hpp"
#include "tests/environment.hpp"
#include "tests/seed.hpp"

namespace rtl4ml::test {
namespace {

/// A random network on a part: synthesised, fed with 100 vectors under random stalls, reset in flight.
void check_netlist(std::uint64_t number, const std::string& part) {
  constexpr std::size_t kVectors = 100;
  INFO("network " << number << " on " << part);
  const Result<Target> target = find_target(part, "test");
  REQUIRE(target);
  const Result<CompiledDesign> design = bench::compile_random_mlp(number, *target);
  REQUIRE(design);
  const std::vector<std::int64_t> data_in = bench::random_vectors(design->model, kVectors, number);
  std::vector<std::int64_t> data_out(kVectors * static_cast<std::size_t>(design->model.out_features()));
  evaluate(design->model, data_in, data_out);
  const ScratchFolder folder;
  REQUIRE(emit_design(*design, folder.path(), data_in, data_out));
  SimulationOptions options;
  options.stall = Stall::kRandom;
  options.seed = number;
  options.resets = 2;
  options.short_run = true;
  const Result<NetlistReport> report =
      simulate_netlist(folder.path().string(), design->model, data_in, data_out, {.flow = target->flow}, options);
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

}  // namespace rtl4ml::test
