#include "sim/diagnose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <sstream>

#include "sim/beats.hpp"
#include "sim/build/testbench_build.hpp"
#include "sim/icarus_run.hpp"
#include "sim/run.hpp"
#include "sim/scoreboard/scoreboard.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint64_t kWatchLimit = std::uint64_t{1} << 30;

/// What the watcher wrote about one stream.
struct Watched {
  bool found = false;
  std::int64_t beats = 0;
  bool valid = false, ready = false;
  std::string kept;     ///< the beats of the watched vector, bytes
  std::string unknown;  ///< where they are X, in the same places; empty from engines without X
};

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::vector<Watched> parse_watched(const std::string& text) {
  std::vector<Watched> streams;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    Watched stream;
    std::string kept;
    std::string unknown;
    words >> stream.found >> stream.beats >> stream.valid >> stream.ready >> kept >> unknown;
    stream.kept = from_hex(kept);
    stream.unknown = from_hex(unknown);
    streams.push_back(std::move(stream));
  }
  return streams;
}

/// Runs the job in the engine that found the fault; SystemC drives as C++ does, which is faster.
Result<RunResult> run_watched(const DiagnosisInput& input, const Job& job) {
  const std::filesystem::path rtl = std::filesystem::absolute(input.design_folder) / "rtl";
  if (input.engine == Engine::kIcarus) return run_icarus(rtl, input.design, job);
  TestbenchBuildOptions options;
  options.watch_layers = true;
  const Result<TestbenchBuild> build = build_testbench(input.cache, input.design_folder, input.design, options);
  if (!build) return faults(build.error());
  return run_job(build->program, job, rtl);
}

/// Runs the job again, watching every layer. Same seed, same traffic: the same fault.
Result<std::vector<Watched>> watch(const DiagnosisInput& input, Job& job, std::int64_t vector) {
  job.trace_file.clear();
  job.mismatch_file.clear();
  job.watch_vector = vector;
  for (const LayerSignature& layer : input.design.layers) {
    const StreamSignature& stream = layer.output;
    job.watches.push_back({stream.port, stream.valid, stream.ready, stream.beats, beat_bytes(stream.beat_bits())});
  }
  const Result<RunResult> ran = run_watched(input, job);
  if (!ran) return faults(ran.error());
  const Result<std::string> text = read_file(job.watch_file, kWatchLimit);
  if (!text) return faults(text.error());
  std::vector<Watched> streams = parse_watched(*text);
  streams.resize(input.design.layers.size());
  return streams;
}

bool differs(const StreamSignature& stream, const Watched& watched, std::span<const std::int64_t> expected) {
  const std::string& kept = watched.kept;
  const auto bytes = static_cast<std::size_t>(beat_bytes(stream.beat_bits()));
  for (int element = 0; element < stream.features; ++element) {
    const auto beat = static_cast<std::size_t>(element / stream.parallelism) * bytes;
    if (beat + bytes > kept.size()) return true;
    const int lane = element % stream.parallelism;
    const std::int64_t got = unpack_element(stream, std::string_view(kept).substr(beat, bytes), lane);
    if (got != expected[static_cast<std::size_t>(element)]) return true;
    if (watched.unknown.empty()) continue;
    if (unpack_element(stream, std::string_view(watched.unknown).substr(beat, bytes), lane) != 0) return true;
  }
  return false;
}

}  // namespace

Result<std::string> first_wrong_layer(const DiagnosisInput& input, Job job, std::int64_t vector,
                                      std::span<const std::int64_t> vector_in) {
  const Result<std::vector<Watched>> streams = watch(input, job, vector);
  if (!streams) return faults(streams.error());
  const std::vector<std::vector<std::int64_t>> expected = evaluate_layers(input.model, vector_in);
  for (std::size_t i = 0; i < input.design.layers.size(); ++i) {
    const LayerSignature& layer = input.design.layers[i];
    const Watched& stream = (*streams)[i];
    if (!stream.found || layer.model_layer < 0 || layer.model_layer >= static_cast<int>(expected.size())) continue;
    const std::vector<std::int64_t>& codes = expected[static_cast<std::size_t>(layer.model_layer)];
    if (codes.size() != static_cast<std::size_t>(layer.output.features)) continue;
    if (differs(layer.output, stream, codes)) return layer.name;
  }
  return input.design.output.port;
}

Result<std::string> describe_hang(const DiagnosisInput& input, Job job) {
  const Result<std::vector<Watched>> streams = watch(input, job, std::numeric_limits<std::int64_t>::max() - 1);
  if (!streams) return faults(streams.error());
  std::string text;
  for (std::size_t i = 0; i < streams->size(); ++i) {
    const StreamSignature& stream = input.design.layers[i].output;
    const Watched& state = (*streams)[i];
    if (!state.found) continue;
    text += fmt::format("{}{} {} (vector {}, beat {})", text.empty() ? "" : "; ", stream.port,
                        state.valid ? (state.ready ? "moves" : "waits for its consumer") : "gives nothing",
                        state.beats / stream.beats, state.beats % stream.beats);
  }
  return text;
}

}  // namespace rtl4ml
