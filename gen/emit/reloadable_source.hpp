// Sources that are no generated modules but memories of the library, rtl_templates/memory/reloadable_source.sv, written
// again through the reload bus of top.sv.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gen/emit/instance.hpp"
#include "gen/emit/rom_source.hpp"
#include "gen/graph/graph.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// The library's module.
inline constexpr const char* kReloadableModule = "reloadable_source";

/// The node's memory of that name on the reload bus; null: that source is constant.
[[nodiscard]] const ReloadSource* reload_source(const Node& node, const std::string& identifier);

/// Its instance. `data`: the net of its rows, <data>_address that of their address; `enable`: the net or constant that
/// lets it read.
[[nodiscard]] Instance reloadable_instance(const ReloadSource& source, const std::string& data,
                                           const std::string& enable);

/// Writes what the memory holds before anyone wrote to it. Result: the file's name. Errors: emit.unwritable
[[nodiscard]] Result<std::vector<std::string>> write_reloadable_contents(const RomSource& source,
                                                                         const std::filesystem::path& folder);

}  // namespace rtl4ml
