#include "sim/place/placed_timing.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::json;

void append(CriticalPath& path, const std::string& cell) {
  if (path.cells.empty() || path.cells.back() != cell) path.cells.push_back(cell);
}

CriticalPath read_path(const Json& steps) {
  CriticalPath path;
  for (const Json& step : steps) {
    append(path, step.at("from").at("cell").get<std::string>());
    append(path, step.at("to").at("cell").get<std::string>());
    (step.at("type") == "routing" ? path.routing_ns : path.logic_ns) += step.at("delay").get<double>();
  }
  return path;
}

PlacedTiming read_timing(const Json& json) {
  PlacedTiming timing;
  std::string clock;
  for (const auto& [name, fmax] : json.at("fmax").items()) {
    const double achieved = fmax.at("achieved").get<double>();
    if (timing.fmax_mhz && *timing.fmax_mhz <= achieved) continue;
    timing.fmax_mhz = achieved;
    clock = "posedge " + name;
  }
  for (const Json& path : json.at("critical_paths")) {
    if (path.at("from") == clock && path.at("to") == clock) timing.path = read_path(path.at("path"));
  }
  return timing;
}

}  // namespace

Result<PlacedTiming> read_placed_timing(const std::filesystem::path& report_json) {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 28;
  const Result<std::string> text = read_file(report_json, kLimit);
  if (!text) return faults(text.error());
  try {
    return read_timing(Json::parse(*text));
  } catch (const Json::exception& error) {
    return fault("netlist.json", report_json.string(), std::string("is no report of nextpnr: ") + error.what(),
                 "place the design again");
  }
}

}  // namespace rtl4ml
