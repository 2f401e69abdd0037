#include "sim/icarus_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <sstream>

#include "sim/beats.hpp"
#include "sim/build/tools.hpp"
#include "sim/harness/reloader.hpp"
#include "sim/icarus_watch.hpp"
#include "sim/scoreboard/scoreboard.hpp"
#include "sim/traffic/traffic.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kFileLimit = std::uint64_t{4} << 30;
constexpr std::size_t kPatternCycles = 8192;
constexpr std::size_t kProtocolFaults = 10;
constexpr const char* kWatchModule = "watch.sv";

/// Beats in memory as lines of hexadecimal digits, the highest first.
std::string to_hex_lines(const std::string& beats, std::int64_t bits) {
  const auto bytes = static_cast<std::size_t>(beat_bytes(bits));
  const auto digits = static_cast<std::size_t>((bits + 3) / 4);
  std::string text;
  text.reserve(beats.size() / bytes * (digits + 1));
  for (std::size_t beat = 0; beat + bytes <= beats.size(); beat += bytes) {
    for (std::size_t digit = digits; digit-- > 0;) {
      const auto byte = static_cast<unsigned char>(beats[beat + digit / 2]);
      text += "0123456789abcdef"[digit % 2 == 0 ? byte & 15U : byte >> 4U];
    }
    text += '\n';
  }
  return text;
}

/// A beat from Verilog's digits; x and z become 0.
std::string from_hex_digits(const std::string& digits, std::size_t bytes) {
  std::string beat(bytes, '\0');
  for (std::size_t i = 0; i < digits.size() && i / 2 < bytes; ++i) {
    const char digit = digits[digits.size() - 1 - i];
    const std::size_t value = std::min<std::size_t>(std::string("0123456789abcdef").find(digit), 16) % 16;
    beat[i / 2] = static_cast<char>(static_cast<unsigned char>(beat[i / 2]) | (value << (i % 2 * 4)));
  }
  return beat;
}

/// The traffic's will over the cycles that the testbench repeats.
std::string pattern_lines(const Job& job, std::uint64_t seed) {
  Traffic traffic(static_cast<Pattern>(job.stall), seed, job.fill_cycles);
  std::string text;
  for (std::size_t i = 0; i < kPatternCycles; ++i) text += traffic.willing(true) ? "1\n" : "0\n";
  return text;
}

std::string reset_lines(const Job& job) {
  SplitMix64 random(job.seed ^ 0x5E5E7ULL);
  std::vector<std::int64_t> vectors;
  for (std::int64_t i = 0; i < job.resets; ++i) vectors.push_back(random.between(0, job.vectors - 1));
  std::sort(vectors.begin(), vectors.end());
  std::string text;
  for (const std::int64_t vector : vectors)
    text += fmt::format("{:x}\n{:x}\n", vector, random.between(0, job.latency_cycles));
  return text + "0\n0\n";
}

/// The reloads as pairs, and their words; a line more than there are, so that no file is empty.
Result<void> write_reloads(const fs::path& folder, const Job& job) {
  std::string steps;
  std::int64_t words = 0;
  for (const Reload& reload : job.reloads) {
    steps += fmt::format("{:x}\n{:x}\n", reload.before_vector, reload.words);
    words += reload.words;
  }
  const Result<void> written = write_file(folder / "reloads.hex", steps + "0\n0\n");
  if (!written || words == 0) return written ? write_file(folder / "reload.hex", "0\n") : written;
  const Result<std::string> bytes = read_file(job.reload_file, kFileLimit);
  if (!bytes) return faults(bytes.error());
  const auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t byte = 4; byte-- > 0;) value = value << 8U | static_cast<unsigned char>((*bytes)[at + byte]);
    return value;
  };
  std::string lines;
  for (std::size_t at = 0; at + Reloader::kWordBytes <= bytes->size(); at += Reloader::kWordBytes) {
    lines += fmt::format("{:08x}{:08x}\n", number(at), number(at + 4));
  }
  return write_file(folder / "reload.hex", lines + "0\n");
}

/// Statements of the testbench: valid and ready of every layer's stream are 0 or 1.
std::string control_checks(const DesignSignature& design) {
  std::string text;
  for (const LayerSignature& layer : design.layers) {
    for (const std::string& name : {layer.output.valid, layer.output.ready}) {
      const std::string signal = design.top + "." + name;
      text += fmt::format("if (^{0} === 1'bx) complain_x(\"{0}\");\n", signal);
    }
  }
  return text;
}

Result<void> write_inputs(const fs::path& folder, const DesignSignature& design, const Job& job) {
  const auto convert = [&](const std::string& from, std::int64_t bits, const char* to) -> Result<void> {
    const Result<std::string> beats = read_file(from, kFileLimit);
    if (!beats) return faults(beats.error());
    return write_file(folder / to, to_hex_lines(*beats, bits));
  };
  Result<void> written = convert(job.in_file, job.in_bits, "data_in.hex");
  if (written) written = convert(job.expected_file, job.out_bits, "expected.hex");
  if (written) written = convert(job.mask_file, job.out_bits, "mask.hex");
  if (written) written = write_file(folder / "in_mask.hex", to_hex_lines(beat_masks(design.input), job.in_bits));
  if (written) written = write_file(folder / "valid.hex", pattern_lines(job, job.seed * 2));
  if (written) written = write_file(folder / "ready.hex", pattern_lines(job, job.seed * 2 + 1));
  if (written) written = write_file(folder / "resets.hex", reset_lines(job));
  if (written) written = write_file(folder / "control_checks.svh", control_checks(design));
  if (written && design.reload) written = write_reloads(folder, job);
  if (written && !job.watches.empty()) {
    written = write_file(folder / kWatchModule, icarus_watch_module(job, folder.string()));
  }
  return written;
}

std::vector<std::string> compile_command(const fs::path& folder, const DesignSignature& design, const Job& job) {
  const auto text = [](const std::string& value) { return '"' + value + '"'; };
  std::vector<std::string> command = {"iverilog",
                                      "-g2012",
                                      "-o",
                                      (folder / "testbench.vvp").string(),
                                      "-s",
                                      "rtl4ml_testbench",
                                      "-I" + folder.string()};
  const auto define = [&](const char* name, const auto& value) {
    command.push_back(fmt::format("-D{}={}", name, value));
  };
  define("VECTORS", job.vectors);
  define("STORED", job.stored_vectors);
  define("IN_BEATS", job.in_beats);
  define("OUT_BEATS", job.out_beats);
  define("IN_BITS", job.in_bits);
  define("OUT_BITS", job.out_bits);
  define("PATTERN", kPatternCycles);
  define("RESETS", job.resets);
  define("HANG", job.hang_cycles);
  define("DRAIN", job.latency_cycles + 2 * job.interval_cycles + 64);
  define("HALF_PERIOD", std::max<std::int64_t>(3, job.half_period_ps));
  define("TRACE_VECTORS", job.trace_vectors);
  define("RUN_FOLDER", text(folder.string()));
  if (!job.trace_file.empty()) define("TRACE_FILE", text(job.trace_file));
  define("TOP", design.top);
  define("CLK", design.clock);
  define("RST", design.reset);
  define("IN_DATA", design.input.port);
  define("IN_VALID", design.input.valid);
  define("IN_READY", design.input.ready);
  define("OUT_DATA", design.output.port);
  define("OUT_VALID", design.output.valid);
  define("OUT_READY", design.output.ready);
  if (design.reload) {
    std::int64_t words = 0;
    for (const Reload& reload : job.reloads) words += reload.words;
    define("RELOAD_VALID", design.reload->valid);
    define("RELOAD_ADDRESS", design.reload->address);
    define("RELOAD_DATA", design.reload->data);
    define("RELOAD_BITS", design.reload->address_width);
    define("RELOADS", job.reloads.size());
    define("RELOAD_WORDS", words);
  }
  if (!job.watches.empty()) {
    define("WATCH_VECTOR", icarus_watch_vector(job));
    command.insert(command.end(), {"-s", "rtl4ml_watch", (folder / kWatchModule).string()});
  }
  command.insert(command.end(), {"-f", "filelist.f", (source_tree() / "sim/icarus/testbench.sv").string()});
  return command;
}

Result<RunResult> parse_lines(const std::string& text, const Job& job, const std::string& output) {
  RunResult result;
  bool done = false;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "mismatch") {
      MismatchBeat beat;
      std::string digits;
      words >> beat.vector >> beat.beat >> beat.cycle >> digits;
      beat.given = from_hex_digits(digits, static_cast<std::size_t>(beat_bytes(job.out_bits)));
      result.mismatches.push_back(std::move(beat));
    } else if (kind == "protocol" && result.protocol_faults.size() < kProtocolFaults) {
      const std::size_t after = line.find(' ', 9);
      result.protocol_faults.push_back("cycle " + line.substr(9, after - 9) + ": " + line.substr(after + 1));
    } else if (kind == "hang") {
      result.hang = true;
      words >> result.hang_in_input >> result.hang_since;
    } else if (kind == "done") {
      double vectors = 0;
      double cycles = 0;
      words >> result.cycles >> result.latency_cycles >> vectors >> cycles >> result.resets >> result.vectors_taken >>
          result.vectors;
      result.interval_cycles = vectors > 0 ? cycles / vectors : 0.0;
      done = true;
    }
  }
  if (done) return result;
  return fault("sim.run_failed", "vvp", "ended before its result; its last words:\n" + tail(output, 8),
               "check free disk space and memory, then run again");
}

}  // namespace

Result<RunResult> run_icarus(const fs::path& rtl_folder, const DesignSignature& design, const Job& job) {
  const fs::path folder = fs::path(job.result_file).parent_path();
  const Result<void> written = write_inputs(folder, design, job);
  if (!written) return faults(written.error());
  const Result<std::string> compiled = run_tool(compile_command(folder, design, job), rtl_folder);
  if (!compiled) return faults(compiled.error());
  const Clock::time_point start = Clock::now();
  std::vector<std::string> command = {"vvp", "-n", (folder / "testbench.vvp").string()};
  if (fs::path(job.trace_file).extension() == ".fst") command.emplace_back("-fst");
  const Result<std::string> output = run_tool(command, rtl_folder);
  if (!output) return faults(output.error());
  if (output->find("$readmem") != std::string::npos) {
    return fault("sim.memory_file", rtl_folder.string(), "a memory file could not be read:\n" + tail(*output, 4),
                 "generate the design again");
  }
  if (!job.watches.empty()) {
    const Result<std::string> watched = read_file(folder / "watched_bits.txt", kFileLimit);
    if (!watched) return faults(watched.error());
    const Result<void> kept = write_file(job.watch_file, watched_lines(job, *watched));
    if (!kept) return faults(kept.error());
  }
  const Result<std::string> text = read_file(folder / "result.txt", kFileLimit);
  if (!text) return faults(text.error());
  Result<RunResult> result = parse_lines(*text, job, *output);
  if (result) result->seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return result;
}

}  // namespace rtl4ml
