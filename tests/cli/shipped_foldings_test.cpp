// The parallelism that the compiler chooses for the shipped designs, against what they are shipped with and against
// random foldings.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <random>

#include "bench/folding/random_folding.hpp"
#include "cli/pipeline.hpp"
#include "gen/config/read_config.hpp"
#include "tests/catch.hpp"
#include "tests/sw/model/random_model.hpp"

namespace rtl4ml {
namespace {

constexpr int kDraws = 10'000;
constexpr std::size_t kEstimated = 6;      // of them, those of the fewest bits: an estimate takes milliseconds
constexpr std::size_t kEstimatedFits = 4;  // of designs that fill a part: they are large

struct Shipped {
  HardwareConfig config;
  Network network;

  /// An estimate takes so long that the design is judged on one part only.
  [[nodiscard]] bool is_large() const {
    constexpr std::size_t kLarge = 50'000;  // weights of one layer
    return std::any_of(network.layers.begin(), network.layers.end(), [](const Layer& layer) {
      const auto* linear = std::get_if<LinearLayer>(&layer.kind);
      return linear != nullptr && linear->weight.size() > kLarge;
    });
  }
};

/// Every config of hw/configs, its types fitted to random vectors: no data set is needed.
std::vector<Shipped> shipped() {
  std::vector<Shipped> designs;
  for (const auto& entry : std::filesystem::directory_iterator("hw/configs")) {
    if (entry.path().extension() != ".yaml") continue;
    Result<HardwareConfig> config = read_config(entry.path().string());
    REQUIRE(config);
    Result<Network> network = load_network(*config, config->checkpoint);
    REQUIRE(network);
    designs.push_back({std::move(*config), std::move(*network)});
  }
  REQUIRE(designs.size() >= 8);
  return designs;
}

CompiledDesign compiled(const HardwareConfig& config, const Network& network) {
  Result<CompiledDesign> design = compile(config, network, {});
  if (!design) FAIL(to_string(design.error()));
  return std::move(*design);
}

HardwareConfig folded(HardwareConfig config, const FoldingGoal& goal, const std::string& target) {
  config.parallelism = {4, 4, ""};
  config.layer_parallelism.clear();
  config.folding = goal;
  config.target = target.empty() ? Target{} : *find_target(target, "");
  return config;
}

std::uint64_t seed() {
  static const std::uint64_t value = test_seed(std::random_device{}());
  std::cout << "foldings: RTL4ML_SEED=" << value << "\n";
  return value;
}

}  // namespace

TEST_CASE("least bits at the shipped rate: never more than as shipped or in 10,000 random foldings",
          "[folding][long]") {
  for (const auto& [config, network] : shipped()) {
    const CompiledDesign by_hand = compiled(config, network);
    const std::int64_t limit = by_hand.graph.interval_cycles;
    const CompiledDesign design = compiled(folded(config, {limit, 100, ""}, ""), network);
    bench::RandomFolding random(design, seed());
    const double cost = design.folding->cost;
    INFO(config.name << " at " << limit << " cycles: " << cost << " bits, RTL4ML_SEED=" << seed());
    CHECK(design.graph.interval_cycles <= limit);
    CHECK(random.bits(design.folding->parallelism()) == Approx(cost));
    for (const std::vector<LayerParallelism>& other : random.best_by_bits(limit, kDraws, 1)) {
      REQUIRE(random.interval(other) <= limit);
      CHECK(cost <= random.bits(other));
    }
  }
}

TEST_CASE("least of a part at the shipped rate: never more, by the whole estimate", "[folding][long]") {
  int judged = 0;
  for (const Shipped& design_of : shipped()) {
    const auto& [config, network] = design_of;
    for (const std::string target : {"xc7a100t", "ecp5-85k", "ice40-hx8k"}) {
      if (design_of.is_large() && target != "xc7a100t") continue;
      HardwareConfig as_shipped = config;
      as_shipped.target = *find_target(target, "");
      const CompiledDesign by_hand = compiled(as_shipped, network);
      const Use shipped_use = estimate(by_hand)->total;
      const PartResources& part = as_shipped.target.resources;
      if (shipped_use.lut > static_cast<double>(part.lut)) continue;  // nobody would put it there
      ++judged;
      const std::int64_t limit = by_hand.graph.interval_cycles;
      const CompiledDesign design = compiled(folded(config, {limit, 100, ""}, target), network);
      bench::RandomFolding random(design, seed());
      const Prices prices = prices_of(design.config.target);
      const auto cost_of = [&](const std::vector<LayerParallelism>& parallelism) {
        const Result<Use> use = random.estimate(parallelism);
        REQUIRE(use);
        return prices.of(*use);
      };
      const double cost = cost_of(design.folding->parallelism());
      INFO(config.name << " on " << target << " at " << limit << " cycles: " << cost << ", RTL4ML_SEED=" << seed());
      CHECK(design.graph.interval_cycles <= limit);
      CHECK(cost <= prices.of(shipped_use));
      CHECK(design.folding->cost == Approx(cost));
      double best = std::numeric_limits<double>::infinity();
      for (const auto& other : random.best_by_bits(limit, kDraws, kEstimated)) best = std::min(best, cost_of(other));
      CHECK(cost <= best);
    }
  }
  CHECK(judged >= 12);
}

TEST_CASE("fastest in a part: none of 10,000 faster random foldings fits", "[folding][long]") {
  for (const Shipped& design_of : shipped()) {
    const auto& [config, network] = design_of;
    for (const std::string target : {"xc7a35t", "ecp5-85k"}) {
      if (design_of.is_large() && target != "xc7a35t") continue;
      const CompiledDesign design = compiled(folded(config, {std::nullopt, 80, ""}, target), network);
      const PartResources& part = design.config.target.resources;
      const Room room{0.8 * static_cast<double>(part.lut), 0.8 * static_cast<double>(part.ff),
                      static_cast<double>(part.dsp), static_cast<double>(part.bram)};
      const std::int64_t interval = design.graph.interval_cycles;
      INFO(config.name << " on " << target << ": " << interval << " cycles, RTL4ML_SEED=" << seed());
      bench::RandomFolding random(design, seed());
      CHECK(room.holds(*random.estimate(design.folding->parallelism())));
      if (interval == 1) continue;
      // The search is not exact here: where a design barely fits, another may do so that is up to 3 % faster.
      const std::int64_t faster = std::min(interval - 1, (97 * interval + 99) / 100);
      for (const auto& other : random.best_by_bits(faster, kDraws, kEstimatedFits))
        CHECK_FALSE(room.holds(*random.estimate(other)));
    }
  }
}

}  // namespace rtl4ml
