// Co-simulation of an emitted design against the integer oracle.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/base/bus_word.hpp"
#include "sw/base/error.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

enum class Stall { kNone, kRandom, kBursty, kWorst };
enum class Engine { kVerilator, kSystemC, kIcarus };
enum class Trace { kNone, kVcd, kFst };

/// Other weights in the middle of a run, through the reload bus, when all vectors before are out.
struct ReloadStep {
  std::int64_t before_vector = 1;  ///< index in data_in, at least 1
  std::vector<BusWord> words;      ///< in the order in which they are written
};

struct SimulationOptions {
  Stall stall = Stall::kNone;
  Engine engine = Engine::kVerilator;
  Trace trace = Trace::kNone;
  std::int64_t trace_vectors = 8;  ///< the window: vectors from the start that the waveform shows
  std::uint64_t seed = 1;
  int resets = 0;          ///< resets in flight, at random moments; the vectors in flight are sent again
  std::int64_t laps = 1;   ///< the vectors are fed so many times over, without a reset between
  bool diagnose = true;    ///< after a fault, build once more with the layers' streams readable, to name the layer
  std::string cache;       ///< folder of built test benches; empty: cache_folder() of the design folder
  bool short_run = false;  ///< the model is compiled in a fraction of the time and runs several times slower
  std::vector<ReloadStep> reloads =
      {};  ///< in the order of their vectors; one lap, and no layer of a mismatch is named
};

/// The first element that differed, and where the fault arose.
struct Mismatch {
  std::int64_t vector = 0;
  int element = 0;
  std::string layer;                   ///< first layer whose stream differs from the oracle
  std::int64_t expected = 0, got = 0;  ///< codes of data_out
  std::int64_t cycle = 0;
  std::string wave_time;  ///< as the waveform shows it, "1230 ns"
};

struct SimulationReport {
  std::int64_t vectors = 0, elements = 0, mismatches = 0;  ///< of all laps
  std::int64_t cycles = 0;
  std::int64_t latency_cycles = 0;  ///< first vector: first beat in to last beat out, both included; 0 if stalled
  double interval_cycles = 0.0;     ///< measured in steady state
  std::int64_t ideal_interval_cycles = 0;    ///< of the slowest layer
  std::vector<Mismatch> first_mismatches;    ///< up to 10
  std::vector<std::string> protocol_faults;  ///< up to 10: payload changed, valid dropped, a beat too many, X in Icarus
  std::int64_t resets = 0;                   ///< resets in flight that were done
  std::string hang;                          ///< empty, or which stream stalled and since when
  std::string wave_path, save_path;          ///< waveform and GTKWave save file, empty without a trace
  std::vector<std::int64_t>
      outputs;  ///< [count][out_features], as the hardware gave them in the last lap that differed
  std::int64_t resident_kib_early = 0;  ///< of the testbench's process after a twentieth of the vectors
  std::int64_t resident_kib_end = 0;    ///< and at its end; 0 where the engine does not tell
  double seconds_build = 0.0, seconds_run = 0.0;
  bool built = false;  ///< false: the cached model was used

  [[nodiscard]] bool bit_exact() const { return mismatches == 0 && hang.empty() && protocol_faults.empty(); }
};

/// Builds (or takes from the cache) the testbench of the design folder and runs it over all vectors.
/// Shapes: data_in[count][in_features], expected[count][out_features]: codes; the oracle serves to name the layer of a
/// mismatch. Writes waveform and save file to `<design_folder>/wave/`. Errors: sim.* (tool missing, tool failed with
/// its message, interrupted, signature unreadable)
[[nodiscard]] Result<SimulationReport> simulate(const std::string& design_folder, const QuantizedModel& model,
                                                const std::vector<std::int64_t>& data_in,
                                                const std::vector<std::int64_t>& expected,
                                                const SimulationOptions& options);

}  // namespace rtl4ml
