// What the template files of hw/handoff may say of a design.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "gen/compile.hpp"

namespace rtl4ml {

/// The module with AXI4-Stream and AXI4-Lite ports: the design's name as an identifier, then "_axi". That with the
/// streams alone has "_stream" after it.
[[nodiscard]] std::string axi_module(const CompiledDesign& design);

/// Values by key. `sources`: SystemVerilog files in compile order and `memories`: ROM files, all relative to rtl/;
/// `vectors`: golden vectors beside the design; `signature`: design_signature() of rtl/.
[[nodiscard]] std::map<std::string, std::string> handoff_values(const CompiledDesign& design,
                                                                const std::vector<std::string>& sources,
                                                                const std::vector<std::string>& memories,
                                                                std::int64_t vectors, std::uint64_t signature,
                                                                const std::string& version);

}  // namespace rtl4ml
