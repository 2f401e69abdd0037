// Runs the tools of a simulation and turns what goes wrong into faults that show the tool's own words.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Runs a tool in `folder` and returns its output. It is ended after `timeout_seconds` (0: never).
/// Errors: sim.tool_missing, sim.tool_failed (with the last lines it said), sim.tool_timeout, sim.interrupted
[[nodiscard]] Result<std::string> run_tool(const std::vector<std::string>& command, const std::filesystem::path& folder,
                                           const std::function<void(const std::string&)>& on_line = {},
                                           double timeout_seconds = 0.0);

/// Runs several tools, as many at a time as there are cores; all are waited for. Errors: those of run_tool
[[nodiscard]] Result<void> run_tools(const std::vector<std::vector<std::string>>& commands,
                                     const std::filesystem::path& folder);

/// The last `lines` lines of a text, without empty ones.
[[nodiscard]] std::string tail(const std::string& text, std::size_t lines);

}  // namespace rtl4ml
