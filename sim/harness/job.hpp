// What one run of a testbench is told, as a text file of "key value" lines. C++17: read in the testbench's process.
#pragma once

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace rtl4ml {

/// An inner stream to listen to, by the names of its signals in the top module.
struct Watch {
  std::string data, valid, ready;
  std::int64_t beats = 1;
  std::int64_t bytes = 1;  ///< of one beat, as beat_bytes() counts
};

/// Words for the reload bus, once so many vectors are out.
struct Reload {
  std::int64_t before_vector = 1;
  std::int64_t first_word = 0, words = 0;  ///< in reload_file
};

struct Job {
  std::int64_t vectors = 0;                  ///< fed in all
  std::int64_t stored_vectors = 0;           ///< in the files; fed again and again until `vectors` were
  std::int64_t in_beats = 1, out_beats = 1;  ///< of one vector
  std::int64_t in_bits = 8, out_bits = 8;    ///< of one beat
  std::string in_file, expected_file;        ///< packed beats, beat_bytes() each, vector after vector
  std::string mask_file;                     ///< two beats: the mask of every beat, and of the last one of a vector
  std::string result_file, mismatch_file;
  std::string watch_file;   ///< takes what the watched streams carried
  std::string top = "top";  ///< scope that holds the watched streams
  std::string trace_file;   ///< empty: none
  std::int64_t trace_vectors = 0;
  std::int64_t half_period_ps = 5000;
  std::int64_t stall = 0;  ///< number of Pattern
  std::uint64_t seed = 1;
  std::int64_t resets = 0;
  std::int64_t latency_cycles = 1;   ///< of the signature: sizes the waits, is not believed
  std::int64_t interval_cycles = 1;  ///< the same
  std::int64_t fill_cycles = 64;     ///< after so many the blocked design is full
  std::int64_t hang_cycles = 1000;   ///< so many without a beat, everyone willing: it hangs
  std::int64_t bare_cycles = 0;      ///< not 0: only so many clock cycles, nothing checked, for the benchmark
  std::int64_t watch_vector = -1;    ///< the run ends with this vector, and its inner beats are kept; -1: none
  std::string reload_file;           ///< pairs of 32-bit numbers, address and data
  std::vector<Watch> watches;
  std::vector<Reload> reloads;  ///< in the order of their vectors
};

/// Calls visit(key, field) for every field but the watches and the reloads: the one list that writing and reading
/// share.
template <class AnyJob, class Visit>
void for_each_field(AnyJob& job, Visit visit) {
  visit("vectors", job.vectors);
  visit("stored_vectors", job.stored_vectors);
  visit("in_beats", job.in_beats);
  visit("out_beats", job.out_beats);
  visit("in_bits", job.in_bits);
  visit("out_bits", job.out_bits);
  visit("in_file", job.in_file);
  visit("expected_file", job.expected_file);
  visit("mask_file", job.mask_file);
  visit("result_file", job.result_file);
  visit("mismatch_file", job.mismatch_file);
  visit("watch_file", job.watch_file);
  visit("top", job.top);
  visit("trace_file", job.trace_file);
  visit("trace_vectors", job.trace_vectors);
  visit("half_period_ps", job.half_period_ps);
  visit("stall", job.stall);
  visit("seed", job.seed);
  visit("resets", job.resets);
  visit("latency_cycles", job.latency_cycles);
  visit("interval_cycles", job.interval_cycles);
  visit("fill_cycles", job.fill_cycles);
  visit("hang_cycles", job.hang_cycles);
  visit("bare_cycles", job.bare_cycles);
  visit("watch_vector", job.watch_vector);
  visit("reload_file", job.reload_file);
}

/// The whole job as text, a line a field, a watch and a reload; read_job() reads it back.
inline std::string to_text(const Job& job) {
  std::ostringstream text;
  for_each_field(job, [&](const char* key, const auto& value) { text << key << ' ' << value << '\n'; });
  for (const Watch& watch : job.watches) {
    text << "watch " << watch.data << ' ' << watch.valid << ' ' << watch.ready << ' ' << watch.beats << ' '
         << watch.bytes << '\n';
  }
  for (const Reload& reload : job.reloads)
    text << "reload " << reload.before_vector << ' ' << reload.first_word << ' ' << reload.words << '\n';
  return text.str();
}

inline void parse_field(const std::string& text, std::string& field) { field = text; }
inline void parse_field(const std::string& text, std::int64_t& field) { field = std::stoll(text); }
inline void parse_field(const std::string& text, std::uint64_t& field) { field = std::stoull(text); }

/// Result: false where the file cannot be read.
inline bool read_job(const std::string& path, Job& job) {
  std::ifstream file(path);
  std::string line;
  bool any = false;
  while (std::getline(file, line)) {
    const std::size_t space = line.find(' ');
    const std::string key = line.substr(0, space);
    const std::string value = space == std::string::npos ? "" : line.substr(space + 1);
    if (key == "watch") {
      Watch watch;
      std::istringstream words(value);
      words >> watch.data >> watch.valid >> watch.ready >> watch.beats >> watch.bytes;
      job.watches.push_back(watch);
    }
    if (key == "reload") {
      Reload reload;
      std::istringstream words(value);
      words >> reload.before_vector >> reload.first_word >> reload.words;
      job.reloads.push_back(reload);
    }
    for_each_field(job, [&](const char* name, auto& field) {
      if (key == name) parse_field(value, field);
    });
    any = true;
  }
  return any;
}

}  // namespace rtl4ml
