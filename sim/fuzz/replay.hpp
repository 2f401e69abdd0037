// Runs a case as a user would replay it, `rtl4ml sim` in a process of its own, and says what came of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/fuzz/fuzz_case.hpp"
#include "sw/base/process.hpp"

namespace rtl4ml {

enum class CaseOutcome {
  kEqual,    ///< RTL = oracle on every element, no X, no protocol fault, no hang
  kRefused,  ///< the compiler refused it for a documented limit of hardware
  kFailed
};

struct Verdict {
  CaseOutcome outcome = CaseOutcome::kEqual;
  std::string
      failure;  ///< its kind: "mismatch", "protocol", "hang", "reference", "interval", "signal 6", "emit.library"
  std::string details;  ///< what the program said, where it failed
  std::int64_t vectors = 0, elements = 0, cycles = 0, resets = 0;
};

/// Runs rtl4ml with the arguments, in a process of its own. Errors: process.*
using RunRtl4ml = std::function<Result<ProcessResult>(const std::vector<std::string>& arguments)>;

/// Where and how cases are run.
struct Workshop {
  RunRtl4ml run;
  std::filesystem::path folder;  ///< takes the cases' files, their designs and the cache of simulation models
};

/// Writes the case into the workshop, runs it and removes all that came of it. Safe to call from several threads with
/// cases of different names. Where the run ends with process.timeout, the case has failed ("timeout").
/// Errors: file.unwritable, process.* (interrupted, not started)
[[nodiscard]] Result<Verdict> replay(const Workshop& workshop, const FuzzCase& fuzz_case);

/// What an exit status and its traces mean. `report`: report.json, empty where there is none; `output`: what the
/// program printed.
[[nodiscard]] Verdict judge(int exit_status, const std::string& report, const std::string& output);

}  // namespace rtl4ml
