// Place and route of a synthesised netlist with nextpnr, kept in the cache.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "sim/build/file_lock.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

struct PlaceOptions {
  std::string tool;                                      ///< "nextpnr-ice40", "nextpnr-ecp5"
  std::string device, package;                           ///< as the tool calls them
  double clock_mhz = 100.0;                              ///< that the placer works for
  std::uint64_t seed = 1;                                ///< of the placer
  double timeout_seconds = 0.0;                          ///< 0: none
  std::function<void(const std::string&)> on_line = {};  ///< told each line that the tool says
};

struct Placement {
  std::filesystem::path folder;         ///< report.json, the routed design, the bitstream, place.log
  bool built = false;                   ///< false: it was in the cache
  std::shared_ptr<const FileLock> use;  ///< as long as it lives, no process removes the folder

  /// bitstream.bin or bitstream.bit
  [[nodiscard]] std::filesystem::path bitstream() const;
};

/// Runs hw/flows/place over a netlist.json of synthesize(); the result is cached under a hash of netlist, options and
/// tool. A clock that is not reached is no error: see read_placed_timing().
/// Errors: sim.tool_missing, sim.tool_failed (a design that does not fit included), sim.tool_timeout, sim.interrupted,
/// file.*
[[nodiscard]] Result<Placement> place_and_route(const std::filesystem::path& cache,
                                                const std::filesystem::path& netlist_json, const std::string& design,
                                                const PlaceOptions& options);

}  // namespace rtl4ml
