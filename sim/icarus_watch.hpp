// Listens to the layers' streams inside the design in Icarus, as sim/harness/watcher.hpp does in a Verilator model.
#pragma once

#include <cstdint>
#include <string>

#include "sim/harness/job.hpp"

namespace rtl4ml {

/// The module rtl4ml_watch, whose tasks sim/icarus/testbench.sv calls: `sample` before every rising edge, `report` at
/// the end. It writes what the job's watched streams carry, the beats of its watched vector bit by bit, to
/// watched_bits.txt in `run_folder`.
[[nodiscard]] std::string icarus_watch_module(const Job& job, const std::string& run_folder);

/// The vector to watch, as far as Verilog can count.
[[nodiscard]] std::int64_t icarus_watch_vector(const Job& job);

/// What the module wrote, as the watch file of the job: a line a stream with found, beats, valid, ready, the kept beats
/// in hexadecimal, byte by byte, and in the same way which of their bits are X.
[[nodiscard]] std::string watched_lines(const Job& job, const std::string& written);

}  // namespace rtl4ml
