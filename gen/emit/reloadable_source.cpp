#include "gen/emit/reloadable_source.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rtl4ml {

const ReloadSource* reload_source(const Node& node, const std::string& identifier) {
  const auto found = std::find_if(node.reload.begin(), node.reload.end(),
                                  [&](const ReloadSource& source) { return source.identifier == identifier; });
  return found == node.reload.end() ? nullptr : &*found;
}

Instance reloadable_instance(const ReloadSource& source, const std::string& data, const std::string& enable) {
  return {kReloadableModule,
          source.identifier,
          {{"WIDTH", std::to_string(source.width)},
           {"ROWS", std::to_string(source.rows)},
           {"REGISTERED", source.registered ? "1" : "0"},
           {"RELOAD_ADDRESS_WIDTH", std::to_string(source.bus_address_width)},
           {"RELOAD_BASE", std::to_string(source.first_address)},
           {"INITIAL", fmt::format("\"{}.mem\"", source.identifier)}},
          {{"clk", "clk"},
           {"enable", enable},
           {"address", data + "_address"},
           {"data", data},
           {"reload_valid", "reload_valid"},
           {"reload_address", "reload_address"},
           {"reload_data", "reload_data"}}};
}

Result<std::vector<std::string>> write_reloadable_contents(const RomSource& source,
                                                           const std::filesystem::path& folder) {
  Result<void> written = write_rom_contents(source, folder);
  if (!written) return faults(std::move(written.error()));
  return std::vector<std::string>{source.module + ".mem"};
}

}  // namespace rtl4ml
