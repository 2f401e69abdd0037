#include "sim/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "sim/beats.hpp"
#include "sim/build/cache.hpp"
#include "sim/build/testbench_build.hpp"
#include "sim/diagnose.hpp"
#include "sim/icarus_run.hpp"
#include "sim/run.hpp"
#include "sim/scoreboard/scoreboard.hpp"
#include "sim/signature.hpp"
#include "sim/wave/gtkwave_save.hpp"
#include "sw/base/file.hpp"
#include "sw/base/stopwatch.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDescribed = 10;  // mismatches told in full

/// Everything a run is about, so that the steps below need few arguments.
struct Scene {
  fs::path folder, cache;
  DesignSignature design;
  const QuantizedModel& model;
  const std::vector<std::int64_t>& data_in;
  const std::vector<std::int64_t>& expected;
  const SimulationOptions& options;

  [[nodiscard]] fs::path rtl() const { return fs::absolute(folder) / "rtl"; }
  /// Vectors of a lap.
  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(data_in.size()) / design.input.features; }
  [[nodiscard]] DiagnosisInput diagnosis() const { return {cache, folder, design, model, options.engine}; }
};

tl::unexpected<Errors> shape_fault(const Scene& scene, const std::string& message) {
  return fault("sim.shape", (scene.folder / "signature.json").string(), message,
               "generate the design again from this model");
}

/// Design, model and vectors have to be about the same network.
Result<void> check_shapes(const Scene& scene) {
  const auto in = static_cast<std::size_t>(scene.design.input.features);
  const auto out = static_cast<std::size_t>(scene.design.output.features);
  if (scene.model.layers.empty() || scene.model.in_features() != scene.design.input.features ||
      scene.model.out_features() != scene.design.output.features) {
    return shape_fault(scene, fmt::format("the design has {} inputs and {} outputs, the model others", in, out));
  }
  if (scene.data_in.empty() || scene.data_in.size() % in != 0 ||
      scene.expected.size() / out != scene.data_in.size() / in || scene.expected.size() % out != 0) {
    return shape_fault(scene, fmt::format("{} input codes and {} output codes are no whole vectors of {} and {}",
                                          scene.data_in.size(), scene.expected.size(), in, out));
  }
  return {};
}

/// Reloads need a bus, and come between vectors in their order.
Result<void> check_reloads(const Scene& scene) {
  const std::vector<ReloadStep>& reloads = scene.options.reloads;
  if (reloads.empty()) return {};
  std::int64_t last = 0;
  for (const ReloadStep& step : reloads) {
    if (step.before_vector <= last || step.before_vector >= scene.count() || scene.options.laps != 1) {
      return shape_fault(
          scene, fmt::format("weights are to be reloaded before vector {} of {}", step.before_vector, scene.count()));
    }
    last = step.before_vector;
  }
  if (scene.design.reload) return {};
  return shape_fault(scene, "the design has no reload bus");
}

std::string wave_time(const DesignSignature& design, std::int64_t cycle) {
  const std::int64_t picoseconds = cycle * 2 * design.half_period_ps();
  if (picoseconds % 1000 == 0) return fmt::format("{} ns", picoseconds / 1000);
  return fmt::format("{:.3f} ns", static_cast<double>(picoseconds) / 1000.0);
}

/// Element by element, from the beats that differ: counts all, describes the first, puts what came into the outputs.
void count_mismatches(const Scene& scene, const RunResult& run, SimulationReport& report) {
  const std::int64_t count = scene.count();
  const StreamSignature& stream = scene.design.output;
  std::set<std::pair<std::int64_t, std::int64_t>> seen;  // a vector fed again after a reset counts once
  for (const MismatchBeat& beat : run.mismatches) {
    if (!seen.insert({beat.vector, beat.beat}).second) continue;
    for (int lane = 0; lane < stream.parallelism; ++lane) {
      const std::int64_t element = beat.beat * stream.parallelism + lane;
      if (element >= stream.features) break;
      const auto index = static_cast<std::size_t>(beat.vector % count * stream.features + element);
      const std::int64_t got = unpack_element(stream, beat.given, lane);
      if (got == scene.expected[index]) continue;
      ++report.mismatches;
      if (index < report.outputs.size()) report.outputs[index] = got;
      if (report.first_mismatches.size() >= kDescribed) continue;
      Mismatch mismatch;
      mismatch.vector = beat.vector;
      mismatch.element = static_cast<int>(element);
      mismatch.expected = scene.expected[index];
      mismatch.got = got;
      mismatch.cycle = beat.cycle;
      mismatch.wave_time = wave_time(scene.design, beat.cycle);
      report.first_mismatches.push_back(mismatch);
    }
  }
}

/// Names the layer of each mismatch told; one more run per vector concerned.
Result<void> name_layers(const Scene& scene, const Job& job, SimulationReport& report) {
  const auto features = static_cast<std::size_t>(scene.design.input.features);
  if (!scene.options.diagnose || !scene.options.reloads.empty()) return {};
  std::int64_t named = -1;
  std::string layer;
  for (Mismatch& mismatch : report.first_mismatches) {
    if (named < 0) {  // the first bad vector tells; others usually have the same cause
      named = mismatch.vector;
      const std::span<const std::int64_t> all(scene.data_in);
      const Result<std::string> found =
          first_wrong_layer(scene.diagnosis(), job, named,
                            all.subspan(static_cast<std::size_t>(named % scene.count()) * features, features));
      if (!found) return faults(found.error());
      layer = *found;
    }
    mismatch.layer = layer;
  }
  return {};
}

Result<std::string> hang_text(const Scene& scene, const Job& job, const RunResult& run) {
  const StreamSignature& stream = run.hang_in_input ? scene.design.input : scene.design.output;
  std::string text = fmt::format("{} stalled since cycle {} ({}): {}; {} of {} vectors taken, {} given", stream.port,
                                 run.hang_since, wave_time(scene.design, run.hang_since),
                                 run.hang_in_input ? "valid, never ready" : "ready, never valid", run.vectors_taken,
                                 job.vectors, run.vectors);
  if (!scene.options.diagnose || !scene.options.reloads.empty()) return text;
  const Result<std::string> inside = describe_hang(scene.diagnosis(), job);
  if (!inside) return faults(inside.error());
  return inside->empty() ? text : text + "; inside: " + *inside;
}

/// Where each engine's waveform keeps the streams: Verilator's models have the ports once more around the design.
std::string wave_scope(const Scene& scene) {
  const std::string& top = scene.design.top;
  if (scene.options.engine == Engine::kIcarus) return "rtl4ml_testbench." + top;
  if (scene.options.engine == Engine::kSystemC) return "design." + top;
  return top + "." + top;
}

/// Moves the waveform from the run's folder to the design's, and writes the GTKWave save file beside it.
Result<void> keep_wave(const Scene& scene, const Job& job, SimulationReport& report) {
  if (job.trace_file.empty()) return {};
  const fs::path wave = scene.folder / "wave" / (scene.design.design + fs::path(job.trace_file).extension().string());
  std::error_code failed;
  fs::create_directories(wave.parent_path(), failed);
  const fs::path staged = wave.string() + ".partial";
  if (!failed) fs::copy_file(job.trace_file, staged, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::rename(staged, wave, failed);
  if (failed) {
    std::error_code ignored;
    fs::remove(staged, ignored);
    return fault("file.unwritable", wave.string(), "cannot be written: " + failed.message(),
                 "choose a place that has room");
  }
  report.wave_path = wave.string();
  report.save_path = fs::path(wave).replace_extension(".gtkw").string();
  return write_file(report.save_path, gtkwave_save(scene.design, wave.filename().string(), wave_scope(scene)));
}

struct Ran {
  Job job;
  RunResult result;
};

Result<Ran> build_and_run(const Scene& scene, const fs::path& run_folder, SimulationReport& report) {
  Stopwatch watch;
  const bool icarus = scene.options.engine == Engine::kIcarus;
  const bool traced = scene.options.trace != Trace::kNone && scene.options.trace_vectors > 0;
  TestbenchBuild build;
  if (!icarus) {
    TestbenchBuildOptions options;
    options.engine = scene.options.engine;
    if (traced) options.trace = scene.options.trace;
    options.optimise = !scene.options.short_run;
    Result<TestbenchBuild> built = build_testbench(scene.cache, scene.folder, scene.design, options);
    if (!built) return faults(std::move(built.error()));
    build = *built;
  }
  report.built = build.built;
  Result<Job> job = write_job(run_folder, scene.design, scene.data_in, scene.expected, scene.options);
  if (!job) return faults(std::move(job.error()));
  if (traced) {
    job->trace_file = (run_folder / (scene.options.trace == Trace::kVcd ? "wave.vcd" : "wave.fst")).string();
    job->trace_vectors = scene.options.trace_vectors;
  }
  report.seconds_build = watch.lap();
  Result<RunResult> result =
      icarus ? run_icarus(scene.rtl(), scene.design, *job) : run_job(build.program, *job, scene.rtl());
  if (!result) return faults(std::move(result.error()));
  report.seconds_run = watch.seconds();
  return Ran{std::move(*job), std::move(*result)};
}

}  // namespace

Result<SimulationReport> simulate(const std::string& design_folder, const QuantizedModel& model,
                                  const std::vector<std::int64_t>& data_in, const std::vector<std::int64_t>& expected,
                                  const SimulationOptions& options) {
  Result<DesignSignature> design = read_signature(fs::path(design_folder) / "signature.json");
  if (!design) return faults(std::move(design.error()));
  const fs::path cache = options.cache.empty() ? cache_folder(design_folder) : fs::path(options.cache);
  const Scene scene{design_folder, cache, std::move(*design), model, data_in, expected, options};
  const Result<void> shapes = check_shapes(scene);
  if (!shapes) return faults(shapes.error());
  const Result<void> reloads = check_reloads(scene);
  if (!reloads) return faults(reloads.error());
  const Result<RunFolder> run_folder = RunFolder::create(scene.cache);
  if (!run_folder) return faults(run_folder.error());

  SimulationReport report;
  const Result<Ran> ran = build_and_run(scene, run_folder->path(), report);
  if (!ran) return faults(ran.error());
  const RunResult& run = ran->result;
  report.cycles = run.cycles;
  report.latency_cycles = run.latency_cycles;
  report.interval_cycles = run.interval_cycles;
  report.ideal_interval_cycles = scene.design.interval_cycles;
  report.protocol_faults = run.protocol_faults;
  report.resets = run.resets;
  report.vectors = run.vectors;
  report.elements = run.vectors * scene.design.output.features;
  report.resident_kib_early = run.resident_kib_early;
  report.resident_kib_end = run.resident_kib_end;
  const auto given = std::min(report.elements, static_cast<std::int64_t>(expected.size()));
  report.outputs.assign(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(given));
  count_mismatches(scene, run, report);

  if (run.hang) {
    Result<std::string> hang = hang_text(scene, ran->job, run);
    if (!hang) return faults(std::move(hang.error()));
    report.hang = std::move(*hang);
  }
  const Result<void> named = name_layers(scene, ran->job, report);
  if (!named) return faults(named.error());
  const Result<void> kept = keep_wave(scene, ran->job, report);
  if (!kept) return faults(kept.error());
  return report;
}

}  // namespace rtl4ml
