// Measures co-simulation: engines against each other, what checking and tracing cost, how long a large array takes to
// build. The same RTL and vectors throughout; every figure is the median of ratios, each of two runs one after the
// other.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "bench/random_layer.hpp"
#include "bench/row.hpp"
#include "cli/pipeline.hpp"
#include "gen/emit/emit_design.hpp"
#include "sim/build/testbench_build.hpp"
#include "sim/run.hpp"
#include "sim/simulate.hpp"

namespace rtl4ml::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kRepeats = 9;
constexpr int kIcarusRepeats = 3;

/// An emitted design with vectors to feed.
struct Scene {
  fs::path folder, cache;
  CompiledDesign design;
  Stimulus stimulus;
  std::vector<std::int64_t> expected;
};

template <class T>
T or_stop(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "{}", to_string(result.error()));
  std::exit(2);  // NOLINT(concurrency-mt-unsafe)
}

void or_stop(const Result<void>& result) {
  if (result) return;
  fmt::print(stderr, "{}", to_string(result.error()));
  std::exit(2);  // NOLINT(concurrency-mt-unsafe)
}

Scene shipped(const std::string& name, const fs::path& folder, std::int64_t count) {
  Scene scene{folder / name, folder / "cache", or_stop(load_design("hw/configs/" + name + ".yaml")), {}, {}};
  scene.stimulus = or_stop(load_stimulus(scene.design, "", count, 1));
  scene.expected.resize(static_cast<std::size_t>(count * scene.design.model.out_features()));
  evaluate(scene.design.model, scene.stimulus.codes, scene.expected);
  or_stop(emit_with_vectors(scene.design, scene.folder, scene.stimulus));
  return scene;
}

/// A testbench program of the design and the job it is given.
struct Bench {
  fs::path program, rtl;
  Job job;

  [[nodiscard]] RunResult run() const { return or_stop(run_job(program, job, rtl)); }
};

Bench make_bench(const Scene& scene, Engine engine, Trace trace, std::int64_t vectors, const std::string& name) {
  const DesignSignature signature = or_stop(read_signature(scene.folder / "signature.json"));
  const fs::path run_folder = scene.folder / name;
  fs::create_directories(run_folder);
  SimulationOptions options;
  options.engine = engine;
  options.trace = trace;
  const auto in = static_cast<std::size_t>(vectors * scene.design.model.in_features());
  const auto out = static_cast<std::size_t>(vectors * scene.design.model.out_features());
  const std::span<const std::int64_t> data_in(scene.stimulus.codes);
  const std::span<const std::int64_t> expected(scene.expected);
  TestbenchBuildOptions build;
  build.engine = engine;
  build.trace = trace;
  return {or_stop(build_testbench(scene.cache, scene.folder, signature, build)).program,
          fs::absolute(scene.folder) / "rtl",
          or_stop(write_job(run_folder, signature, data_in.subspan(0, in), expected.subspan(0, out), options))};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Icarus' seconds per vector: two runs of different length, so that its start does not count.
double icarus_seconds_per_vector(const Scene& scene) {
  constexpr std::int64_t kFew = 10;
  constexpr std::int64_t kMore = 60;
  const auto seconds = [&](std::int64_t count) {
    const auto in = static_cast<std::ptrdiff_t>(count * scene.design.model.in_features());
    const auto out = static_cast<std::ptrdiff_t>(count * scene.design.model.out_features());
    SimulationOptions options;
    options.engine = Engine::kIcarus;
    const SimulationReport report = or_stop(simulate(scene.folder.string(), scene.design.model,
                                                     {scene.stimulus.codes.begin(), scene.stimulus.codes.begin() + in},
                                                     {scene.expected.begin(), scene.expected.begin() + out}, options));
    return report.seconds_run;
  };
  return (seconds(kMore) - seconds(kFew)) / static_cast<double>(kMore - kFew);
}

bool compare_engines(const Scene& scene, const std::string& name) {
  const std::int64_t vectors = scene.stimulus.count;
  const Bench plain = make_bench(scene, Engine::kVerilator, Trace::kNone, vectors, "plain");
  const Bench traced = make_bench(scene, Engine::kVerilator, Trace::kVcd, vectors, "traced");
  const Bench systemc = make_bench(scene, Engine::kSystemC, Trace::kNone, vectors / 4, "systemc");
  Bench bare = plain;
  bare.job.bare_cycles = plain.run().cycles;
  std::vector<double> per_vector;  // seconds
  std::vector<double> traced_ratio;
  std::vector<double> systemc_share;
  std::vector<double> bare_ratio;
  std::vector<double> icarus_ratio;
  std::vector<double> icarus_per_vector;
  for (int i = 0; i < kRepeats; ++i) {
    const double seconds = plain.run().seconds;
    per_vector.push_back(seconds / static_cast<double>(vectors));
    bare_ratio.push_back(seconds / bare.run().seconds);
    traced_ratio.push_back(traced.run().seconds / seconds);
    systemc_share.push_back(per_vector.back() / (systemc.run().seconds / static_cast<double>(vectors / 4)));
    if (i >= kIcarusRepeats) continue;
    icarus_per_vector.push_back(icarus_seconds_per_vector(scene));
    icarus_ratio.push_back(icarus_per_vector.back() / per_vector.back());
  }
  bool passed = print_row(name + ": vectors/s of Verilator / Icarus",
                          fmt::format("{:.0f} ({:.0f} / {:.1f})", median(icarus_ratio), 1.0 / median(per_vector),
                                      1.0 / median(icarus_per_vector)),
                          ">= 500", median(icarus_ratio) >= 500.0);
  passed &= print_row(name + ": vectors/s of SystemC / Verilator", fmt::format("{:.2f}", median(systemc_share)),
                      ">= 0.25", median(systemc_share) >= 0.25);
  passed &=
      print_row(name + ": driver and scoreboard over a bare clock",
                fmt::format("{:+.1f} %", 100.0 * (median(bare_ratio) - 1.0)), "<= 15 %", median(bare_ratio) <= 1.15);
  passed &= print_row(name + ": traced window (8 vectors) / untraced", fmt::format("{:.2f}", median(traced_ratio)),
                      "<= 1.2", median(traced_ratio) <= 1.2);
  return passed;
}

bool build_large_array(const fs::path& folder) {
  const CompiledDesign design = or_stop(compile_random_layer("array64", {64, 64, 64, 64}, 1));
  std::vector<std::int64_t> data_in(64, 1);
  std::vector<std::int64_t> expected(64);
  evaluate(design.model, data_in, expected);
  or_stop(emit_design(design, folder / "array64", data_in, expected));
  const SimulationReport report = or_stop(simulate((folder / "array64").string(), design.model, data_in, expected, {}));
  return print_row("64x64 multipliers, verilate and compile", fmt::format("{:.1f} s", report.seconds_build), "< 30 s",
                   report.built && report.bit_exact() && report.seconds_build < 30.0);
}

int run() {
  const fs::path folder = fs::temp_directory_path() / ("rtl4ml-cosimulation-" + std::to_string(getpid()));
  setenv("RTL4ML_CACHE", (folder / "cache").c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  bool passed = compare_engines(shipped("jets", folder, 20000), "jets");
  passed &= compare_engines(shipped("digits", folder, 8000), "digits");
  passed &= build_large_array(folder);
  fs::remove_all(folder);
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml::bench

int main() { return rtl4ml::bench::run(); }
