// A fuzzing campaign: random networks one after the other on every core, until one fails, a count or a time is reached.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "sim/fuzz/fuzz_case.hpp"
#include "sim/fuzz/replay.hpp"

namespace rtl4ml {

struct CampaignOptions {
  std::uint64_t seed = 1;
  std::int64_t first = 0;             ///< index of the first network
  std::int64_t count = 500;           ///< networks; 0: until the time is over
  double seconds = 0.0;               ///< no network is begun after so many; 0: no limit
  std::int64_t verilator_every = 4;   ///< every so many-th network runs in Verilator as well as in Icarus; 0: none
  int jobs = 1;                       ///< networks at a time
  std::int64_t shrink_budget = 2000;  ///< cases that making a failure smaller may run
};

/// Of one simulator.
struct EngineTotals {
  std::int64_t networks = 0, vectors = 0, elements = 0, cycles = 0, resets = 0;
};

struct CampaignFailure {
  std::int64_t index = 0;
  Verdict verdict;  ///< of the network as it was drawn
  FuzzCase drawn, shrunk;
  std::int64_t shrink_steps = 0, shrink_judged = 0;
  bool shrink_finished = true;
};

struct CampaignReport {
  std::int64_t networks = 0;  ///< judged, a failed one included
  std::int64_t refused = 0;   ///< draws that the compiler refused for a limit of hardware; each was drawn anew
  std::int64_t layers = 0;    ///< that become hardware
  std::map<std::string, std::int64_t> operators;  ///< layers by the config's word
  EngineTotals icarus, verilator;
  std::optional<CampaignFailure> failure;  ///< of those found, the one with the lowest index
  double seconds = 0.0;
};

/// Runs one case; called from several threads at a time.
using Judge = std::function<Result<Verdict>(const FuzzCase&)>;

/// Draws and judges networks; a failure is shrunk. Networks judged do not depend on `jobs`, as long as none fails.
/// Errors: those of `judge`; fuzz.refused (a network was refused a hundred times over)
[[nodiscard]] Result<CampaignReport> run_campaign(const CampaignOptions& options, const Judge& judge);

}  // namespace rtl4ml
