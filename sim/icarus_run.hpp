// The Icarus engine: the same design in a four-state simulator, as a second opinion. X must never reach a valid output.
#pragma once

#include <filesystem>

#include "sim/run.hpp"

namespace rtl4ml {

/// Compiles sim/icarus/testbench.sv with the design and runs it over the job's vectors.
/// With watched streams in the job, what they carried goes to its watch file. Padded input lanes and idle payloads
/// carry X. An X on valid, ready or an element while valid is a protocol fault. Errors: sim.tool_missing,
/// sim.tool_failed, sim.interrupted, sim.memory_file, file.unwritable
[[nodiscard]] Result<RunResult> run_icarus(const std::filesystem::path& rtl_folder, const DesignSignature& design,
                                           const Job& job);

}  // namespace rtl4ml
