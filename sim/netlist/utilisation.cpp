#include "sim/netlist/utilisation.hpp"

#include <fmt/format.h>

#include <map>
#include <regex>
#include <sstream>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {
namespace {

double* resource(Use& use, const std::string& name) {
  if (name == "LUT") return &use.lut;
  if (name == "FF") return &use.ff;
  if (name == "DSP") return &use.dsp;
  return name == "BRAM" ? &use.bram : nullptr;
}

/// Whether the name is the identifier, or goes on below it: "fc1.x", "fc1_weight", "fc1[3]".
bool starts_with(std::string_view name, std::string_view identifier) {
  if (!name.starts_with(identifier)) return false;
  if (name.size() == identifier.size()) return true;
  const char next = name[identifier.size()];
  return next == '.' || next == '_' || next == '[' || next == '$';
}

}  // namespace

std::filesystem::path CellTable::default_file() { return source_tree() / "hw" / "flows" / "cells.txt"; }

Result<CellTable> CellTable::read(const std::string& family, const std::filesystem::path& file) {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 20;
  const Result<std::string> text = read_file(file, kLimit);
  if (!text) return faults(text.error());
  CellTable table;
  std::istringstream lines(*text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string of_family, name, pattern;
    double count = 0.0;
    Use use;
    words >> of_family >> name >> count >> pattern;
    double* const counted = resource(use, name);
    if (words.fail() || counted == nullptr || !(count > 0.0)) {
      return fault("netlist.cells", fmt::format("{}:{}:1", file.string(), number), "is no line of the table",
                   "family, LUT, FF, DSP or BRAM, a number, a regular expression");
    }
    *counted = count;
    if (of_family == family) table.lines_.push_back({pattern, use});
  }
  if (table.lines_.empty()) {
    return fault("netlist.cells", file.string(), fmt::format("has no line for the family {}", family),
                 "add what its cells take");
  }
  return table;
}

Use CellTable::of(const std::string& cell) const {
  Use use;
  for (const Line& line : lines_) {
    if (std::regex_match(cell, std::regex(line.pattern, std::regex::extended))) use += line.use;
  }
  return use;
}

std::string layer_of(std::string_view name, const std::vector<std::string>& identifiers) {
  if (identifiers.empty()) return "";
  const std::string* longest = nullptr;
  for (const std::string& identifier : identifiers) {
    if (starts_with(name, identifier) && (longest == nullptr || identifier.size() > longest->size()))
      longest = &identifier;
  }
  if (longest != nullptr) return *longest;
  if (starts_with(name, "data_in_0")) return identifiers.front();
  return starts_with(name, "data_out_0") ? identifiers.back() : "";
}

Utilisation utilisation(const Netlist& netlist, const CellTable& table, const std::vector<std::string>& identifiers) {
  std::map<std::string, Use> of_type;
  for (const auto& [type, count] : netlist.cells) of_type[type] = table.of(type);
  Utilisation result;
  for (const auto& [name, type] : netlist.instances) {
    const Use& use = of_type[type];
    if (use == Use{}) continue;
    result.total += use;
    result.layers[layer_of(name, identifiers)] += use;
  }
  return result;
}

}  // namespace rtl4ml
