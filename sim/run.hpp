// One run of a testbench program: its files, its process, its result.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/harness/job.hpp"
#include "sim/signature.hpp"
#include "sim/simulate.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// A beat that differs from the oracle's.
struct MismatchBeat {
  std::int64_t vector = 0, beat = 0, cycle = 0;
  std::string given;  ///< the beat as it was on the port
};

/// What every engine reports of a run.
struct RunResult {
  std::int64_t cycles = 0, latency_cycles = 0, resets = 0;
  double interval_cycles = 0.0;
  std::int64_t vectors = 0;        ///< whole vectors that came out
  std::int64_t vectors_taken = 0;  ///< whole vectors that went in
  bool hang = false, hang_in_input = false;
  std::int64_t hang_since = 0;  ///< cycle of the last beat on either side
  std::vector<MismatchBeat> mismatches;
  std::vector<std::string> protocol_faults;
  double seconds = 0.0;      ///< of the run proper, without start and files
  double cpu_seconds = 0.0;  ///< the same in processor time; 0 where the engine does not tell
  std::int64_t resident_kib_early = 0, resident_kib_end = 0;  ///< see SimulationReport
};

/// The job of a run, with its beats, masks and expected beats written into `run_folder`.
/// Shapes: data_in[vectors][in_features], expected[vectors][out_features]
/// Errors: file.unwritable
[[nodiscard]] Result<Job> write_job(const std::filesystem::path& run_folder, const DesignSignature& design,
                                    std::span<const std::int64_t> data_in, std::span<const std::int64_t> expected,
                                    const SimulationOptions& options);

/// Runs a testbench program with rtl/ as its working folder, where memory files are found.
/// Errors: sim.run_failed (the program died; its last words), sim.memory_file, sim.interrupted, sim.tool_missing
[[nodiscard]] Result<RunResult> run_job(const std::filesystem::path& program, const Job& job,
                                        const std::filesystem::path& rtl_folder);

}  // namespace rtl4ml
