// What nextpnr found out about a placed design's clock, from its report.json.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// The longest path between two registers.
struct CriticalPath {
  std::vector<std::string> cells;  ///< in the order of the signal, each once, as synthesis named them
  double logic_ns = 0.0;           ///< through cells, the registers' own times included
  double routing_ns = 0.0;         ///< between them
};

struct PlacedTiming {
  std::optional<double> fmax_mhz;  ///< none: no register drives another one
  CriticalPath path;
};

/// Reads report.json of hw/flows/place. The clock is the one that reaches least, where there are several.
/// Errors: file.*, netlist.json (not a report of nextpnr)
[[nodiscard]] Result<PlacedTiming> read_placed_timing(const std::filesystem::path& report_json);

}  // namespace rtl4ml
