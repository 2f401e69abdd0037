// What the template files of hw/handoff may say of a design.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "gen/compile.hpp"

namespace rtl4ml {

/// Bytes of an element on AXI4-Stream, so that a vector is a plain C array: 1, 2 or 4.
[[nodiscard]] int element_bytes(int width);

/// The module with the AXI4-Stream ports: the design's name as an identifier, then "_axi_stream".
[[nodiscard]] std::string axi_module(const CompiledDesign& design);

/// Values by key. `sources`: SystemVerilog files in compile order and `memories`: ROM files, all relative to rtl/;
/// `vectors`: golden vectors beside the design.
[[nodiscard]] std::map<std::string, std::string> handoff_values(const CompiledDesign& design,
                                                                const std::vector<std::string>& sources,
                                                                const std::vector<std::string>& memories,
                                                                std::int64_t vectors, const std::string& version);

}  // namespace rtl4ml
