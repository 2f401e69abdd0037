// Runs other programs (verilator, make, iverilog) with their output kept and Ctrl-C passed on.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

struct ProcessResult {
  int exit_status = 0;  ///< 128 + signal where it was killed by one
  std::string output;   ///< standard output and standard error, as they came, at most 16 MiB
};

/// Runs `command` (searched on PATH, no shell) in `folder`. On Ctrl-C, and after `timeout_seconds` (0: never), its
/// whole process group is ended. `on_line` is told every complete line of output as it comes. Errors: process.missing
/// (no such program), process.folder (no such folder), process.failed (no pipe or process left),
///         process.timeout, process.interrupted
[[nodiscard]] Result<ProcessResult> run_process(const std::vector<std::string>& command,
                                                const std::filesystem::path& folder, double timeout_seconds = 0.0,
                                                const std::function<void(const std::string&)>& on_line = {});

/// Runs `work` in a copy of this process (a fork), as run_process() runs a program: what it prints is kept, its result
/// is the exit status, Ctrl-C and the timeout end it. Saves the start of a large program. The copy has one thread:
/// `work` must not need a lock that another thread may hold. Errors: process.failed, process.timeout,
/// process.interrupted
[[nodiscard]] Result<ProcessResult> run_in_copy(const std::function<int()>& work, double timeout_seconds = 0.0);

}  // namespace rtl4ml
