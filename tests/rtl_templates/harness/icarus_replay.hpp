// The second opinion: the recorded cycles again in Icarus, with four states. Bits that mean nothing are X there, and
// no X may reach a valid, a ready or an element. Once with the sources, once with what Yosys read from them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "tests/rtl_templates/harness/cosimulate.hpp"

namespace rtl4ml::test {

/// Repeats `cycles` in Icarus with module cosim_top from `files` (absolute, or in `folder`). The answer lists what
/// differed; empty if nothing. Errors: bench.icarus with the tool's output
[[nodiscard]] Result<std::string> replay_in_icarus(const std::filesystem::path& folder,
                                                   const std::vector<std::string>& files,
                                                   const std::vector<RecordedCycle>& cycles);

/// Reads `files` into Yosys, checks module cosim_top there and writes it to folder/netlist.v, as a netlist of words.
/// Errors: bench.yosys with the tool's output, warnings too
[[nodiscard]] Result<void> write_netlist(const std::filesystem::path& folder, const std::vector<std::string>& files);

}  // namespace rtl4ml::test
