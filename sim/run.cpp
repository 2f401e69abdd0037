#include "sim/run.hpp"

#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "sim/beats.hpp"
#include "sim/build/tools.hpp"
#include "sim/scoreboard/scoreboard.hpp"
#include "sw/base/file.hpp"
#include "sw/base/progress.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kResultLimit = std::uint64_t{1} << 20;
constexpr std::uint64_t kMismatchLimit = std::uint64_t{8} << 30;

std::vector<MismatchBeat> parse_mismatches(const std::string& file, std::size_t beat_size) {
  std::vector<MismatchBeat> mismatches;
  const std::size_t record = sizeof(MismatchRecord) + beat_size;
  for (std::size_t at = 0; at + record <= file.size(); at += record) {
    MismatchRecord entry{};
    std::memcpy(&entry, file.data() + at, sizeof entry);
    mismatches.push_back({entry.vector, entry.beat, entry.cycle, file.substr(at + sizeof entry, beat_size)});
  }
  return mismatches;
}

tl::unexpected<Errors> died(const std::string& place, const std::string& words) {
  return fault("sim.run_failed", place, "the testbench ended before its result; its last words:\n" + tail(words, 8),
               "check free disk space and memory, then run again");
}

Result<RunResult> parse_result(const Job& job, const std::string& output) {
  const Result<std::string> text = read_file(job.result_file, kResultLimit);
  if (!text) return died(job.result_file, output);
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return died(job.result_file, output);
  RunResult result;
  result.cycles = json.value("cycles", std::int64_t{0});
  result.latency_cycles = json.value("latency_cycles", std::int64_t{0});
  result.interval_cycles = json.value("interval_cycles", 0.0);
  result.resets = json.value("resets", std::int64_t{0});
  result.vectors = json.value("vectors", std::int64_t{0});
  result.vectors_taken = json.value("vectors_taken", std::int64_t{0});
  result.hang = json.value("hang", false);
  result.hang_in_input = json.value("hang_in_input", false);
  result.hang_since = json.value("hang_since", std::int64_t{0});
  result.cpu_seconds = json.value("cpu_seconds", 0.0);
  result.seconds = json.value("seconds", 0.0);
  result.resident_kib_early = json.value("resident_kib_early", std::int64_t{0});
  result.resident_kib_end = json.value("resident_kib_end", std::int64_t{0});
  result.protocol_faults = json.value("protocol", std::vector<std::string>{});
  if (!job.mismatch_file.empty() && json.value("mismatch_beats", std::int64_t{0}) > 0) {
    const Result<std::string> mismatches = read_file(job.mismatch_file, kMismatchLimit);
    if (!mismatches) return faults(mismatches.error());
    result.mismatches = parse_mismatches(*mismatches, static_cast<std::size_t>(beat_bytes(job.out_bits)));
  }
  return result;
}

}  // namespace

Result<Job> write_job(const fs::path& run_folder, const DesignSignature& design, std::span<const std::int64_t> data_in,
                      std::span<const std::int64_t> expected, const SimulationOptions& options) {
  Job job;
  job.stored_vectors = static_cast<std::int64_t>(data_in.size()) / design.input.features;
  job.vectors = job.stored_vectors * options.laps;
  job.in_beats = design.input.beats;
  job.out_beats = design.output.beats;
  job.in_bits = design.input.beat_bits();
  job.out_bits = design.output.beat_bits();
  job.in_file = (run_folder / "data_in.bin").string();
  job.expected_file = (run_folder / "expected.bin").string();
  job.mask_file = (run_folder / "masks.bin").string();
  job.result_file = (run_folder / "result.json").string();
  job.mismatch_file = (run_folder / "mismatches.bin").string();
  job.watch_file = (run_folder / "watched.txt").string();
  job.top = design.top;
  job.half_period_ps = design.half_period_ps();
  job.stall = static_cast<std::int64_t>(options.stall);
  job.seed = options.seed;
  job.resets = options.resets;
  job.latency_cycles = design.latency_cycles;
  job.interval_cycles = design.interval_cycles;
  // What a blocked design can take in: about two vectors a layer, each as long as the layer works on it.
  job.fill_cycles = design.latency_cycles + 2 * design.interval_cycles + 64;
  job.hang_cycles = design.latency_cycles + design.interval_cycles;
  for (const LayerSignature& layer : design.layers) {
    job.fill_cycles += 2 * layer.interval_cycles;
    job.hang_cycles += layer.latency_cycles + layer.interval_cycles;
  }
  job.hang_cycles = 4 * job.hang_cycles + 1000;

  job.reload_file = (run_folder / "reload.bin").string();
  std::string words;
  for (const ReloadStep& step : options.reloads) {
    const auto count = static_cast<std::int64_t>(step.words.size());
    job.reloads.push_back({step.before_vector, static_cast<std::int64_t>(words.size() / 8), count});
    for (const BusWord& word : step.words) {
      for (const std::uint32_t number : {word.address, word.data}) {
        for (unsigned byte = 0; byte < 4; ++byte) words += static_cast<char>(number >> (8 * byte) & 0xFFU);
      }
    }
  }

  Result<void> written = write_file(job.in_file, pack_beats(design.input, data_in, options.seed | 1U));
  if (written) written = write_file(job.expected_file, pack_beats(design.output, expected, 0));
  if (written) written = write_file(job.mask_file, beat_masks(design.output));
  if (written && !words.empty()) written = write_file(job.reload_file, words);
  if (!written) return faults(std::move(written.error()));
  return job;
}

Result<RunResult> run_job(const fs::path& program, const Job& job, const fs::path& rtl_folder) {
  const fs::path job_file = fs::path(job.result_file).parent_path() / "job.txt";
  const Result<void> written = write_file(job_file, to_text(job));
  if (!written) return faults(written.error());
  Progress progress("simulation", "vectors", job.vectors);
  const Result<std::string> output =
      run_tool({program.string(), job_file.string()}, rtl_folder, [&](const std::string& line) {
        if (line.rfind("progress ", 0) == 0) progress.update(std::strtoll(line.c_str() + 9, nullptr, 10));
      });
  if (!output) {
    if (output.error().front().code != "sim.tool_failed") return faults(output.error());
    return fault("sim.run_failed", program.string(), output.error().front().message,
                 "check free disk space and memory, then run again");
  }
  // Verilator only warns of a memory file that is not there and leaves the memory as it is.
  if (output->find("$readmem") != std::string::npos) {
    return fault("sim.memory_file", rtl_folder.string(), "a memory file could not be read:\n" + tail(*output, 4),
                 "generate the design again");
  }
  return parse_result(job, *output);
}

}  // namespace rtl4ml
