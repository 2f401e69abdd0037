// Builds the testbench program of a design, for the C++ or the SystemC engine, and keeps it in the cache.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sim/build/file_lock.hpp"
#include "sim/signature.hpp"
#include "sim/simulate.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

struct TestbenchBuild {
  std::filesystem::path program;
  bool built = false;                   ///< false: it was in the cache
  std::shared_ptr<const FileLock> use;  ///< keeps the program in the cache
};

struct TestbenchBuildOptions {
  Engine engine = Engine::kVerilator;  ///< kVerilator or kSystemC
  Trace trace = Trace::kNone;
  bool optimise = true;       ///< false: compiles several times faster and runs several times slower, for short runs
  bool watch_layers = false;  ///< keep the layers' streams readable (slower), to find the layer of a fault
};

/// Verilates and compiles the design, what is the same for every design having been compiled once; both are cached by
/// a hash of sources, tools and flags. A folder `cache` is safe to share between processes.
/// Errors: sim.tool_missing, sim.tool_failed, sim.verilator_overrun, sim.interrupted, sim.cache_size, file.unwritable
[[nodiscard]] Result<TestbenchBuild> build_testbench(const std::filesystem::path& cache,
                                                     const std::filesystem::path& design_folder,
                                                     const DesignSignature& design,
                                                     const TestbenchBuildOptions& options);

}  // namespace rtl4ml
