// What a synthesised netlist consists of, read from Yosys' JSON.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

struct Netlist {
  /// Number of cells of each type in the whole design, modules below the top counted as often as they are used.
  std::map<std::string, std::int64_t> cells;
  /// The top's output ports: a character a bit, bit 0 first: '0', '1' or 'x' where it is constant, '-' where it is not.
  std::map<std::string, std::string> outputs;
  /// The top's input ports: how many of their bits a cell or an output of the top reads.
  std::map<std::string, std::int64_t> inputs;
  /// Every cell of the whole design and its type, as synthesis names it: "fc1.data_out_q_FDRE_Q".
  std::vector<std::pair<std::string, std::string>> instances;
  /// Bits that are used and that nothing drives: "port B[7] of cell a.b (SB_LUT4) in module top".
  std::vector<std::string> undriven;
};

/// Reads `netlist.json`, of which the module with the attribute top is the design.
/// Errors: file.missing, file.unreadable, file.too_large, netlist.json (not a netlist of Yosys)
[[nodiscard]] Result<Netlist> read_netlist(const std::filesystem::path& file);

}  // namespace rtl4ml
