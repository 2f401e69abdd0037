// Measures how long the estimate of a shipped design takes, once it is compiled. usage: bench_estimates
#include <algorithm>
#include <array>

#include "bench/row.hpp"
#include "cli/pipeline.hpp"
#include "gen/config/read_config.hpp"
#include "gen/cost/cost_model.hpp"
#include "sw/base/source_tree.hpp"
#include "sw/base/stopwatch.hpp"

namespace rtl4ml::bench {
namespace {

constexpr double kMostMilliseconds = 100.0;

bool time_estimate(const std::string& name, const std::string& target) {
  const std::string what = fmt::format("estimate of {} on {}, best of 3", name, target);
  const std::string bound = fmt::format("< {:.0f} ms", kMostMilliseconds);
  Result<HardwareConfig> config = read_config((source_tree() / "hw/configs" / (name + ".yaml")).string());
  if (!config) return print_row(what, "no config", bound, false);
  const Result<Network> network = load_network(*config, config->checkpoint);
  if (!network) return print_row(what, "no checkpoint", bound, false);
  config->target = *find_target(target, "");
  const Result<CompiledDesign> design = compile(std::move(*config), *network, {});
  if (!design) return print_row(what, "does not compile", bound, false);
  std::array<double, 3> milliseconds{};
  for (double& of_one : milliseconds) {
    const Stopwatch watch;
    if (!estimate(*design)) return print_row(what, "no estimate", bound, false);
    of_one = 1000.0 * watch.seconds();
  }
  const double best = *std::min_element(milliseconds.begin(), milliseconds.end());
  return print_row(what, fmt::format("{:.1f} ms", best), bound, best < kMostMilliseconds);
}

int run() {
  bool passed = true;
  for (const char* name : {"linear_relu", "jets", "digits", "mlp_512"}) {
    for (const char* target : {"ice40-hx8k", "xc7a100t", "ecp5-85k"}) passed &= time_estimate(name, target);
  }
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml::bench

int main() { return rtl4ml::bench::run(); }
