#include "gen/passes/choose_parallelism.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

Network network() {
  return {{{"fc1", test::linear(16, 24)}, {"relu", ReluLayer{}}, {"fc2", test::linear(24, 5, true, 2)}}};
}

HardwareConfig rate(std::int64_t interval_cycles, const std::string& target = "") {
  HardwareConfig config = test::config();
  if (!target.empty()) config.target = *find_target(target, "");
  config.folding = FoldingGoal{interval_cycles, 100, "c.yaml:7:3"};
  return config;
}

HardwareConfig fit(const std::string& target, int usable_per_cent = 80) {
  HardwareConfig config = rate(1, target);
  config.folding = FoldingGoal{std::nullopt, usable_per_cent, "c.yaml:7:3"};
  return config;
}

Errors faults_of(HardwareConfig config) {
  const Result<CompiledDesign> design = compile(std::move(config), network(), {});
  REQUIRE_FALSE(design);
  return design.error();
}

}  // namespace

TEST_CASE("a rate is kept, by the graph's own schedule, and the layers are balanced", "[passes]") {
  for (const char* target : {"", "xc7a35t", "lifcl-40"}) {  // the last is of a family without a cost model
    for (const std::int64_t limit : {1, 10, 64, 1000}) {
      const CompiledDesign design = test::compiled(rate(limit, target), network());
      INFO(target << " at " << limit);
      REQUIRE(design.folding);
      CHECK(design.graph.interval_cycles <= limit);
      CHECK(design.graph.interval_cycles == design.folding->interval_cycles);
      CHECK(design.folding->part == (std::string(target) == "xc7a35t" ? target : ""));
      REQUIRE(design.folding->layers.size() == 3);
      for (const FoldedLayer& layer : design.folding->layers) {
        // None is much faster than it has to be: what is cheaper does not keep the rate.
        if (layer.slower) CHECK(layer.slower->interval_cycles > limit);
      }
    }
  }
}

TEST_CASE("what a choice costs adds up, and other choices are told", "[passes]") {
  const CompiledDesign design = test::compiled(rate(64, "xc7a35t"), network());
  const Folding& folding = *design.folding;
  double sum = 0.0;
  for (const FoldedLayer& layer : folding.layers) sum += layer.cost;
  CHECK(sum == Approx(folding.cost));
  const FoldedLayer& fc1 = folding.layers[0];
  CHECK(fc1.name == "fc1");
  CHECK(fc1.multipliers == std::int64_t{fc1.parallelism.in} * fc1.parallelism.out);
  REQUIRE(fc1.faster);
  CHECK(fc1.faster->interval_cycles < fc1.interval_cycles);
  CHECK(fc1.faster->cost > 0.0);
  REQUIRE(fc1.slower);
  CHECK(fc1.slower->cost < 0.0);
  REQUIRE(folding.faster);
  CHECK(folding.faster->interval_cycles < folding.interval_cycles);
  CHECK(folding.faster->cost > 0.0);
  REQUIRE(folding.slower);
  CHECK(folding.slower->interval_cycles > folding.interval_cycles);
  CHECK(folding.slower->cost < 0.0);
  const CompiledDesign at_once = test::compiled(rate(1), network());
  CHECK_FALSE(at_once.folding->faster);
  CHECK_FALSE(at_once.folding->layers[0].faster);
}

TEST_CASE("layers that the config gives are kept, the others are chosen around them", "[passes]") {
  HardwareConfig config = rate(64);
  config.layer_parallelism["fc1"] = {5, 7, "c.yaml:9:3"};
  const CompiledDesign design = test::compiled(config, network());
  CHECK(design.folding->layers[0].parallelism == LayerParallelism{5, 7});
  CHECK(design.folding->layers[0].given);
  CHECK_FALSE(design.folding->layers[2].given);
  CHECK(design.graph.interval_cycles <= 64);
}

TEST_CASE("the fastest design in a part has room there, and says why it is not faster", "[passes]") {
  std::int64_t before = 0;
  for (const int usable : {100, 60, 30}) {
    const CompiledDesign design = test::compiled(fit("ice40-hx8k", usable), network());
    INFO(usable << " per cent");
    const Result<Estimate> estimated = estimate(design);
    REQUIRE(estimated);
    CHECK(estimated->total.lut <= usable * 76.80);
    CHECK(estimated->total.ff <= usable * 76.80);
    CHECK(estimated->total.bram <= 32);
    CHECK(design.graph.interval_cycles > before);
    before = design.graph.interval_cycles;
    REQUIRE(design.folding->faster);
    CHECK(design.folding->faster->beyond.find("of ") != std::string::npos);
    REQUIRE(design.folding->slower);
    CHECK(design.folding->slower->beyond.empty());
  }
}

TEST_CASE("the same config gives the same parallelism", "[passes]") {
  const CompiledDesign one = test::compiled(fit("ecp5-85k"), network()),
                       two = test::compiled(fit("ecp5-85k"), network());
  CHECK(one.folding->parallelism() == two.folding->parallelism());
}

TEST_CASE("goals that cannot be kept are told with what to change", "[passes]") {
  HardwareConfig given = rate(10);
  given.layer_parallelism["fc1"] = {4, 4, "c.yaml:9:3"};
  given.layer_parallelism["fc2"] = {1, std::nullopt, "c.yaml:10:3"};
  const Errors slow = faults_of(given);
  REQUIRE(slow.size() == 2);
  CHECK(slow[0].code == "folding.interval");
  CHECK(slow[0].place == "c.yaml:9:3");
  CHECK(slow[0].message.find("layer fc1 takes at least 24 cycles") == 0);
  CHECK(slow[1].message.find("layer fc2 takes at least 24 cycles") == 0);

  const Errors small = faults_of(fit("ice40-hx8k", 2));
  REQUIRE(small.size() == 1);
  CHECK(small[0].code == "folding.does_not_fit");
  CHECK(small[0].place == "c.yaml:7:3");
  CHECK(small[0].message.find("design does not fit ice40-hx8k, however slow: at 384 cycles") == 0);
  CHECK(small[0].message.find("LUT of 154") != std::string::npos);
  CHECK(small[0].fix.find("raise usable_per_cent, which is 2") != std::string::npos);

  CHECK(faults_of(fit("generic"))[0].code == "folding.target");
  CHECK(faults_of(fit("lifcl-40"))[0].code == "cost.family");

  HardwareConfig wide = rate(10);
  wide.precision.bias = test::spec(32, -64);
  wide.precision.data_in = test::spec(32, 60);
  Network far = network();
  std::get<LinearLayer>(far.layers[0].kind).bias.assign(24, 1e30F);
  const Result<CompiledDesign> too_wide = compile(wide, far, {});
  REQUIRE_FALSE(too_wide);
  CHECK(test::count_of(too_wide.error(), "precision.accumulator") > 0);
}

}  // namespace rtl4ml
