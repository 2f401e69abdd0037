#include "gen/passes/schedule.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

// That simulation measures the same is tested in tests/gen/emit/emit_design_test.cpp.
TEST_CASE("the design is as slow as its slowest node", "[passes]") {
  HardwareConfig config = test::config();
  config.parallelism.in = config.parallelism.out = 2;
  const Network network{{{"fc1", test::linear(5, 7)}, {"relu", ReluLayer{}}, {"fc2", test::linear(7, 3)}}};
  const CompiledDesign design = test::compiled(config, network);
  CHECK(design.graph.nodes[0].timing.interval_cycles == 12);  // 3 beats, 4 tiles
  CHECK(design.graph.nodes[1].timing.interval_cycles == 4);
  CHECK(design.graph.nodes[2].timing.interval_cycles == 8);
  CHECK(design.graph.interval_cycles == 12);
}

TEST_CASE("latencies of layers add up where they overlap", "[passes]") {
  const CompiledDesign design = test::compiled(test::config(), test::small_network());
  CHECK(design.graph.nodes[0].timing.latency_cycles == 6);  // 1 beat, 2 tiles
  CHECK(design.graph.nodes[1].timing.latency_cycles == 2);  // 2 beats through wires
  CHECK(design.graph.latency_cycles == 6);
  CHECK(design.graph.nodes[1].timing.ready == ReadyBehaviour::kCombinational);
}

}  // namespace rtl4ml
