#include "sim/netlist/netlist.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <unordered_set>

#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kLimit = std::uint64_t{4} << 30;

tl::unexpected<Errors> no_netlist(const std::filesystem::path& file, const std::string& reason) {
  return fault("netlist.json", file.string(), "is not a netlist of Yosys: " + reason, "synthesise again");
}

/// Net names and source places are most of the file and serve nothing here.
bool keep(int /*depth*/, Json::parse_event_t event, Json& parsed) {
  if (event != Json::parse_event_t::key) return true;
  const auto& key = parsed.get_ref<const std::string&>();
  return key != "netnames" && key != "parameters";
}

/// Adds the cells of a module, whose own names begin with `path`, and of those below it.
void list_cells(const Json& modules, const Json& module, const std::string& path, Netlist& netlist) {
  for (const auto& [name, cell] : module.at("cells").items()) {
    const auto& type = cell.at("type").get_ref<const std::string&>();
    const auto below = modules.find(type);
    const bool is_module = below != modules.end() && !below->at("attributes").contains("blackbox");
    if (is_module) {
      list_cells(modules, *below, path + name + ".", netlist);
    } else {
      ++netlist.cells[type];
      netlist.instances.emplace_back(path + name, type);
    }
  }
}

void find_undriven(const std::string& module_name, const Json& module, std::vector<std::string>& undriven) {
  std::unordered_set<std::int64_t> driven;
  const auto drive = [&](const Json& bits) {
    for (const Json& bit : bits) {
      if (bit.is_number()) driven.insert(bit.get<std::int64_t>());
    }
  };
  const auto use = [&](const Json& bits, const std::string& port, const std::string& cell) {
    for (std::size_t i = 0; i < bits.size(); ++i) {
      if (!bits[i].is_number() || driven.contains(bits[i].get<std::int64_t>())) continue;
      undriven.push_back(fmt::format("{}[{}]{} in module {}", port, i, cell, module_name));
    }
  };
  for (const auto& [name, port] : module.at("ports").items()) {
    if (port.at("direction") != "output") drive(port.at("bits"));
  }
  const Json& cells = module.at("cells");
  for (const auto& [name, cell] : cells.items()) {
    for (const auto& [port, bits] : cell.at("connections").items()) {
      if (cell.at("port_directions").value(port, "output") != "input") drive(bits);
    }
  }
  for (const auto& [name, cell] : cells.items()) {
    for (const auto& [port, bits] : cell.at("connections").items()) {
      if (cell.at("port_directions").value(port, "output") != "input") continue;
      use(bits, port, fmt::format(" of cell {} ({})", name, cell.at("type").get<std::string>()));
    }
  }
  for (const auto& [name, port] : module.at("ports").items()) {
    if (port.at("direction") == "output") use(port.at("bits"), name, "");
  }
}

/// Bits that a cell or an output reads.
std::unordered_set<std::int64_t> bits_read(const Json& module) {
  std::unordered_set<std::int64_t> read;
  const auto add = [&](const Json& bits) {
    for (const Json& bit : bits) {
      if (bit.is_number()) read.insert(bit.get<std::int64_t>());
    }
  };
  for (const auto& [name, cell] : module.at("cells").items()) {
    for (const auto& [port, bits] : cell.at("connections").items()) {
      if (cell.at("port_directions").value(port, "input") != "output") add(bits);
    }
  }
  for (const auto& [name, port] : module.at("ports").items()) {
    if (port.at("direction") == "output") add(port.at("bits"));
  }
  return read;
}

Netlist examine(const Json& modules, const std::string& top) {
  Netlist netlist;
  const Json& module = modules.at(top);
  list_cells(modules, module, "", netlist);
  const std::unordered_set<std::int64_t> read = bits_read(module);
  for (const auto& [name, port] : module.at("ports").items()) {
    if (port.at("direction") != "output") {
      for (const Json& bit : port.at("bits"))
        netlist.inputs[name] += bit.is_number() && read.contains(bit.get<std::int64_t>()) ? 1 : 0;
      continue;
    }
    std::string& bits = netlist.outputs[name];
    for (const Json& bit : port.at("bits")) bits += bit.is_string() ? bit.get_ref<const std::string&>().front() : '-';
  }
  for (const auto& [name, each] : modules.items()) {
    if (!each.at("attributes").contains("blackbox")) find_undriven(name, each, netlist.undriven);
  }
  return netlist;
}

}  // namespace

Result<Netlist> read_netlist(const std::filesystem::path& file) {
  const Result<std::string> text = read_file(file, kLimit);
  if (!text) return faults(text.error());
  try {
    const Json json = Json::parse(*text, keep);
    const Json& modules = json.at("modules");
    for (const auto& [name, module] : modules.items()) {
      if (module.at("attributes").contains("top")) return examine(modules, name);
    }
    return no_netlist(file, "no module is marked as top");
  } catch (const Json::exception& error) {
    return no_netlist(file, error.what());
  }
}

}  // namespace rtl4ml
