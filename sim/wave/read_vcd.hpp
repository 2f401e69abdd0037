// Reads a VCD file, as Verilator and Icarus write it, for the signals asked for. For small windows: all is in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// One signal over time: its bits, the highest first, from each time on (in picoseconds), as short as the file has
/// them.
struct WaveSignal {
  int width = 1;
  std::vector<std::pair<std::int64_t, std::string>> changes;

  /// The bits that hold at a time, all `width` of them; all 'x' before the first change.
  [[nodiscard]] std::string at(std::int64_t time_ps) const;
};

struct Wave {
  std::map<std::string, WaveSignal> signals;  ///< by name, without scope
  std::int64_t end_ps = 0;
};

/// The signals `names` in a scope that is called `scope`, wherever it lies; the innermost one counts.
/// Errors: sim.wave (not a VCD file, larger than 256 MiB, a signal beyond 2^20 bits, a time beyond 2^62 ps),
/// file.missing
[[nodiscard]] Result<Wave> read_vcd(const std::filesystem::path& file, const std::string& scope,
                                    const std::vector<std::string>& names);

}  // namespace rtl4ml
