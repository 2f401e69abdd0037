// The models that a netlist is simulated with: Yosys' own, and ours where Yosys only knows a cell's ports.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/netlist/netlist.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// Writes the sources of a netlist's simulation into the folder `rtl`: netlist.v, Yosys' models of the flow's family,
/// those of sim/cells, and filelist.f. Result: the cells that sim/cells models, sorted.
/// Errors: netlist.model (a cell that neither gives a behaviour), sim.tool_missing, file.*
[[nodiscard]] Result<std::vector<std::string>> write_simulation_sources(const std::filesystem::path& netlist_v,
                                                                        const Netlist& netlist, const std::string& flow,
                                                                        const std::filesystem::path& rtl);

/// Whether the Verilog text `models` defines module `cell` with a behaviour, not only with its ports and timing.
[[nodiscard]] bool has_behaviour(const std::string& models, const std::string& cell);

}  // namespace rtl4ml
