// The YAML hardware config: read, checked against its schema, and turned into a HardwareConfig.
#pragma once

#include <string>
#include <string_view>

#include "gen/config/hardware_config.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// Reads and checks the file. Defaults are the schema's; layer names are checked later, against the network.
/// Errors: file.* (missing, unreadable, too large), and those of parse_config()
[[nodiscard]] Result<HardwareConfig> read_config(const std::string& path);

/// The same for a text. `path` names it in messages; its folder is what relative paths are relative to.
/// Errors: config.* with file:line:column, all faults at once: those of parse_yaml() and validate(), and config.name,
///         config.target, config.shape, config.duplicate_layer, config.bounds, config.width (unsigned weights),
///         config.first_vectors
[[nodiscard]] Result<HardwareConfig> parse_config(std::string_view text, const std::string& path);

}  // namespace rtl4ml
