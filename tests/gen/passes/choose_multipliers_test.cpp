#include "gen/passes/choose_multipliers.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// A target of which nothing is known but how many multipliers it has.
HardwareConfig with_multipliers(std::int64_t count) {
  HardwareConfig config = test::config();
  config.target.name = "some part";
  config.target.has_resources = true;
  config.target.resources = {1000, 1000, count, 10};
  return config;
}

int weight_slices(const HardwareConfig& config) {
  return test::compiled(config, test::small_network()).graph.nodes[0].weight_slices;
}

}  // namespace

TEST_CASE("weights are cut where the target has no multipliers, by its figures and not its name", "[passes]") {
  CHECK(weight_slices(test::config()) == 1);       // no target
  CHECK(weight_slices(with_multipliers(0)) == 2);  // known to have none
  CHECK(weight_slices(with_multipliers(1)) == 1);
  HardwareConfig unknown = with_multipliers(0);
  unknown.target.has_resources = false;
  CHECK(weight_slices(unknown) == 1);
}

TEST_CASE("a weight of one bit cannot be cut, one of two bits can", "[passes]") {
  HardwareConfig config = with_multipliers(0);
  config.precision.weight = test::spec(1, 0);
  CHECK(weight_slices(config) == 1);
  config.precision.weight = test::spec(2, 0);
  CHECK(weight_slices(config) == 2);
}

TEST_CASE("only linear nodes are cut, and no cycle changes", "[passes]") {
  const CompiledDesign whole = test::compiled(with_multipliers(1), test::small_network());
  const CompiledDesign cut = test::compiled(with_multipliers(0), test::small_network());
  CHECK(cut.graph.nodes[1].weight_slices == 1);
  CHECK(cut.graph.latency_cycles == whole.graph.latency_cycles);
  CHECK(cut.graph.interval_cycles == whole.graph.interval_cycles);
}

}  // namespace rtl4ml
