// Measures the steady-state interval of random Linear layers and compares it with the ideal one. In Icarus: what is
// simulated is short, and compiling for Verilator takes longer than that. usage: bench_intervals COUNT SEED
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "bench/random_layer.hpp"
#include "bench/row.hpp"
#include "gen/emit/emit_design.hpp"
#include "sim/simulate.hpp"

namespace rtl4ml::bench {
namespace {

int pick(std::mt19937_64& random, int low, int high) {
  return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1));
}

/// Cycles a vector, or a negative number where the run failed.
double measured_interval(const LayerShape& shape, std::uint64_t seed, const std::filesystem::path& folder) {
  const Result<CompiledDesign> design = compile_random_layer("interval", shape, seed);
  if (!design) {
    fmt::print(stderr, "{}", to_string(design.error()));
    return -1.0;
  }
  constexpr std::int64_t kVectors = 8;
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> data_in(static_cast<std::size_t>(kVectors * shape.in_features));
  for (std::int64_t& code : data_in) code = pick(random, -128, 127);
  std::vector<std::int64_t> expected(static_cast<std::size_t>(kVectors * shape.out_features));
  evaluate(design->model, data_in, expected);
  const Result<void> emitted = emit_design(*design, folder, data_in, expected);
  if (!emitted) {
    fmt::print(stderr, "{}", to_string(emitted.error()));
    return -1.0;
  }
  SimulationOptions options;
  options.engine = Engine::kIcarus;
  const Result<SimulationReport> report = simulate(folder.string(), design->model, data_in, expected, options);
  if (!report) {
    fmt::print(stderr, "{}", to_string(report.error()));
    return -1.0;
  }
  return report->bit_exact() ? report->interval_cycles : -1.0;
}

int run(int count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("rtl4ml-intervals-" + std::to_string(getpid()));
  setenv("RTL4ML_CACHE", (folder / "cache").c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  int ideal_ones = 0;
  for (int i = 0; i < count; ++i) {
    LayerShape shape;
    shape.in_features = pick(random, 1, 40);
    shape.out_features = pick(random, 1, 40);
    shape.parallelism_in = pick(random, 1, std::min(shape.in_features, 8));
    shape.parallelism_out = pick(random, 1, std::min(shape.out_features, 8));
    const int beats = (shape.in_features + shape.parallelism_in - 1) / shape.parallelism_in;
    const int tiles = (shape.out_features + shape.parallelism_out - 1) / shape.parallelism_out;
    const double interval = measured_interval(shape, random(), folder / "design");
    if (interval == beats * tiles) {
      ++ideal_ones;
    } else {
      fmt::print("      Linear({},{}) {}x{}: {} cycles a vector, ideal {}\n", shape.in_features, shape.out_features,
                 shape.parallelism_in, shape.parallelism_out, interval, beats * tiles);
    }
  }
  std::filesystem::remove_all(folder);
  const bool passed = print_row(fmt::format("interval of random layers (seed {})", seed),
                                fmt::format("{} of {} ideal", ideal_ones, count), "all", ideal_ones == count);
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml::bench

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 300;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  return rtl4ml::bench::run(count, seed);
}
