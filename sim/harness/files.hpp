// The files of a run on the testbench's side: beats mapped into memory, and the result as JSON.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "sim/harness/testbench.hpp"

namespace rtl4ml {

/// Ends the process with a message that the parent shows.
[[noreturn]] inline void die(const std::string& message) {
  std::fprintf(stderr, "testbench: %s\n", message.c_str());
  std::exit(3);  // NOLINT(concurrency-mt-unsafe)
}

/// A whole file, read-only, in memory as long as the process lives.
inline const unsigned char* map_file(const std::string& path, std::size_t bytes_needed) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (file < 0 || fstat(file, &status) != 0) die(path + " cannot be read");
  if (static_cast<std::size_t>(status.st_size) < bytes_needed) die(path + " is too short");
  void* const memory = mmap(nullptr, bytes_needed, PROT_READ, MAP_PRIVATE, file, 0);
  close(file);
  if (memory == MAP_FAILED) die(path + " cannot be mapped");
  return static_cast<const unsigned char*>(memory);
}

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Processor time of this process so far: what a busy machine does not distort.
inline double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

inline std::FILE* open_output(const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) die(path + " cannot be written");
  return file;
}

inline void close_output(std::FILE* file, const std::string& path) {
  const bool failed = std::ferror(file) != 0;
  if (std::fclose(file) != 0 || failed) die(path + " cannot be written (full disk?)");
}

/// The test bench of a job on these pins.
inline Testbench make_testbench(const Job& job, const Pins& pins, std::FILE* mismatches) {
  const int in_bytes = beat_bytes(job.in_bits);
  const int out_bytes = beat_bytes(job.out_bits);
  const unsigned char* in =
      map_file(job.in_file, static_cast<std::size_t>(job.stored_vectors * job.in_beats * in_bytes));
  const unsigned char* expected =
      map_file(job.expected_file, static_cast<std::size_t>(job.stored_vectors * job.out_beats * out_bytes));
  const unsigned char* masks = map_file(job.mask_file, std::size_t{2} * static_cast<std::size_t>(out_bytes));
  const auto pattern = static_cast<Pattern>(job.stall);
  Driver driver(pins, in, job.vectors, job.stored_vectors, job.in_beats, in_bytes,
                Traffic(pattern, job.seed * 2, job.fill_cycles), pattern != Pattern::kNone);
  Scoreboard scoreboard(expected, job.vectors, job.stored_vectors, job.out_beats, out_bytes, masks, masks + out_bytes,
                        mismatches);
  Monitor monitor(pins, out_bytes, masks, masks + out_bytes);
  std::int64_t words = 0;
  for (const Reload& reload : job.reloads) words = std::max(words, reload.first_word + reload.words);
  const unsigned char* reload_words =
      words == 0 ? nullptr : map_file(job.reload_file, static_cast<std::size_t>(words) * Reloader::kWordBytes);
  if (words > 0 && pins.reload_valid == nullptr) die("the design has no reload bus");
  Reloader reloader(pins, job.reloads, reload_words, pattern != Pattern::kNone, job.seed ^ 0x4E10ADULL);
  return Testbench(job, pins, driver, scoreboard, std::move(monitor), std::move(reloader));
}

/// What a run took.
struct Expense {
  double seconds = 0.0, cpu_seconds = 0.0;
  std::int64_t resident_kib_early = 0, resident_kib_end = 0;
};

inline void write_result(const Job& job, const Testbench& bench, const Expense& expense) {
  std::FILE* const file = open_output(job.result_file);
  const Outcome& outcome = bench.outcome();
  const auto number = [](std::int64_t value) { return static_cast<long long>(value); };
  std::fprintf(
      file,
      "{\"cycles\": %lld, \"vectors\": %lld, \"beat\": %lld, \"vectors_taken\": %lld, \"mismatch_beats\": %lld, "
      "\"first_bad_vector\": %lld, \"latency_cycles\": %lld, \"interval_cycles\": %.17g, \"resets\": %lld, "
      "\"hang\": %s, \"hang_in_input\": %s, \"hang_since\": %lld, \"seconds\": %.6f, \"cpu_seconds\": %.6f, "
      "\"resident_kib_early\": %lld, \"resident_kib_end\": %lld, "
      "\"protocol_count\": %lld, "
      "\"protocol\": [",
      number(outcome.cycles), number(bench.scoreboard().vector()), number(bench.scoreboard().beat()),
      number(bench.driver().vector()), number(bench.scoreboard().mismatch_beats()),
      number(bench.scoreboard().first_bad_vector()), number(outcome.latency_cycles), outcome.interval_cycles,
      number(outcome.resets), outcome.hang ? "true" : "false", outcome.hang_in_input ? "true" : "false",
      number(outcome.hang_since), expense.seconds, expense.cpu_seconds, number(expense.resident_kib_early),
      number(expense.resident_kib_end), number(bench.monitor().count()));
  const char* separator = "";
  for (const std::string& complaint : bench.monitor().complaints()) {
    std::fprintf(file, "%s\"%s\"", separator, complaint.c_str());
    separator = ", ";
  }
  std::fprintf(file, "]}\n");
  close_output(file, job.result_file);
}

}  // namespace rtl4ml
