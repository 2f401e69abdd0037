// Measures how long the compiler takes to choose the parallelism of a network of 50 layers, and compares what it
// chooses for shipped designs with random foldings. usage: bench_folding [SEED]
#include <cstdlib>
#include <limits>
#include <random>

#include "bench/folding/random_folding.hpp"
#include "bench/row.hpp"
#include "cli/pipeline.hpp"
#include "gen/config/read_config.hpp"
#include "gen/passes/choose_parallelism.hpp"
#include "sw/base/source_tree.hpp"
#include "sw/base/stopwatch.hpp"

namespace rtl4ml::bench {
namespace {

constexpr int kLayers = 50;
constexpr int kDraws = 10'000;
constexpr std::size_t kEstimated = 1'000;  // of them, those of the fewest bits

/// Linear layers of 64 features, random weights.
Network deep_network() {
  constexpr int kFeatures = 64;
  std::mt19937_64 random(1);
  Network network;
  for (int layer = 1; layer <= kLayers; ++layer) {
    LinearLayer linear;
    linear.in_features = linear.out_features = kFeatures;
    for (int i = 0; i < kFeatures * kFeatures; ++i)
      linear.weight.push_back(static_cast<float>(static_cast<int>(random() % 255) - 127) / 512.0F);
    linear.bias.assign(kFeatures, 0.25F);
    network.layers.push_back({"fc" + std::to_string(layer), std::move(linear)});
  }
  return network;
}

/// 8 bits, 5 of them fractional.
HardwareConfig config_for(const std::string& target) {
  HardwareConfig config;
  config.path = config.name = "deep";
  TypeSpec type;
  type.width = 8;
  type.frac_width = 5;
  config.precision.data_in = config.precision.weight = config.precision.bias = config.precision.data_out = type;
  config.parallelism = {4, 4, ""};
  if (!target.empty()) config.target = *find_target(target, "");
  return config;
}

bool time_deep_network(const std::string& target, const FoldingGoal& goal, const std::string& what) {
  const Result<CompiledDesign> design = compile(config_for(target), deep_network(), {});
  if (!design) {
    fmt::print("{}", to_string(design.error()));
    return print_row(what, "does not compile", "< 1 s", false);
  }
  HardwareConfig config = config_for(target);
  config.folding = goal;
  const Stopwatch watch;
  const Result<Folding> chosen = choose_parallelism(
      config, design->network, design->model,
      [&](const auto& parallelism) { return estimate_folded(design->config, design->model, parallelism); });
  const double seconds = watch.seconds();
  if (!chosen) fmt::print("{}", to_string(chosen.error()));
  return print_row(what, fmt::format("{:.2f} s", seconds), "< 1 s", chosen.has_value() && seconds < 1.0);
}

/// The shipped design at the rate that it is shipped with.
bool compare(const std::string& name, const std::string& target, std::uint64_t seed) {
  const std::string what = fmt::format("{} on {}, chosen / best of 10,000 random (seed {})", name, target, seed);
  Result<HardwareConfig> config = read_config((source_tree() / "hw/configs" / (name + ".yaml")).string());
  if (!config) return print_row(what, "no config", "<= 1", false);
  const Result<Network> network = load_network(*config, config->checkpoint);
  if (!network) return print_row(what, "no checkpoint", "<= 1", false);
  config->target = *find_target(target, "");
  const Result<CompiledDesign> by_hand = compile(*config, *network, {});
  config->layer_parallelism.clear();
  config->folding = FoldingGoal{by_hand->graph.interval_cycles, 100, ""};
  const Result<CompiledDesign> design = compile(*config, *network, {});
  if (!design) return print_row(what, "does not compile", "<= 1", false);
  RandomFolding random(*design, seed);
  const Prices prices = prices_of(config->target);
  double best = std::numeric_limits<double>::infinity();
  for (const auto& other : random.best_by_bits(by_hand->graph.interval_cycles, kDraws, kEstimated))
    best = std::min(best, prices.of(*random.estimate(other)));
  const double ratio = prices.of(*random.estimate(design->folding->parallelism())) / best;
  return print_row(what, fmt::format("{:.3f}", ratio), "<= 1", ratio <= 1.0);
}

int run(std::uint64_t seed) {
  bool passed = time_deep_network("", {256, 100, ""}, "50 layers, a rate, no part");
  passed &= time_deep_network("xc7a100t", {256, 100, ""}, "50 layers, a rate on xc7a100t");
  passed &= time_deep_network("xc7a100t", {std::nullopt, 80, ""}, "50 layers, the fastest in xc7a100t");
  for (const char* name : {"linear_relu", "jets", "digits"}) {
    for (const char* target : {"xc7a100t", "ecp5-85k"}) passed &= compare(name, target, seed);
  }
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml::bench

int main(int argc, char** argv) {
  return rtl4ml::bench::run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : std::uint64_t{std::random_device{}()});
}
