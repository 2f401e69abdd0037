// Synthesis of an emitted design with Yosys, kept in the cache. Knows nothing of simulation.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/build/file_lock.hpp"
#include "sim/signature.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

struct SynthesisOptions {
  std::string flow = "xc7";  ///< a file of hw/flows, without its ending
  bool dsp = true;           ///< false: multipliers become look-up tables
  bool bram = true;          ///< false: memories become look-up tables and flip-flops
  /// SystemVerilog of a module `few_pins` around the design, which then is the one to synthesise; empty: the design
  /// itself.
  std::string wrapper = {};
  double timeout_seconds = 0.0;                          ///< 0: none
  std::function<void(const std::string&)> on_line = {};  ///< told each pass as Yosys begins it
};

struct Synthesis {
  std::filesystem::path folder;         ///< netlist.v, netlist.json, memories.json, cells.txt, yosys.log
  bool built = false;                   ///< false: it was in the cache
  std::shared_ptr<const FileLock> use;  ///< as long as it lives, no process removes the folder
};

/// The flows of hw/flows, sorted.
[[nodiscard]] std::vector<std::string> known_flows();

/// Runs hw/flows/synthesize over `<design_folder>/rtl`; the result is cached under a hash of RTL, memory files, flow
/// and tool. Errors: netlist.flow (no such flow), sim.tool_missing, sim.tool_timeout, sim.tool_failed (a memory file
/// that is not there included, Yosys stops at it), sim.interrupted, file.unwritable
[[nodiscard]] Result<Synthesis> synthesize(const std::filesystem::path& cache,
                                           const std::filesystem::path& design_folder, const DesignSignature& design,
                                           const SynthesisOptions& options);

}  // namespace rtl4ml
