// Writes around an emitted design what FPGA flows and other simulators want: wrapper, testbench, scripts, constraints.
#pragma once

#include <filesystem>

#include "gen/compile.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// Adds axi/, driver/, sim/, synth/, constraints/, component.xml, <module>.core, README.md and LICENSE to a design
/// folder that emit_design() wrote. `vectors`: golden vectors there. The same design gives the same bytes. Errors:
/// handoff.template; emit.library; file.*
[[nodiscard]] Result<void> write_handoff(const CompiledDesign& design, const std::filesystem::path& folder,
                                         std::int64_t vectors, const std::string& version);

}  // namespace rtl4ml
