#include "sim/netlist/models.hpp"

#include <fmt/format.h>

#include <regex>
#include <sstream>

#include "sim/build/tools.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLimit = std::uint64_t{4} << 30;

/// A family's files below Yosys' share folder; the first is the one to compile, the others it includes.
struct Family {
  std::string folder;
  std::vector<std::string> files;
  std::string define;  ///< what Verilator needs to accept them
};

Family family_of(const std::string& flow) {
  if (flow.rfind("xc", 0) == 0) return {"xilinx", {"cells_sim.v"}, ""};
  if (flow == "ecp5") return {"ecp5", {"cells_sim.v", "cells_ff.vh", "cells_io.vh"}, ""};
  if (flow == "gowin" || flow == "nexus") return {flow, {"cells_sim.v"}, ""};
  return {"ice40", {"cells_sim.v"}, "+define+NO_ICE40_DEFAULT_ASSIGNMENTS"};
}

/// The folder of Yosys' own files.
Result<fs::path> yosys_share() {
  const Result<std::string> found = run_tool({"sh", "-c", "command -v yosys || true"}, "");
  if (!found) return faults(found.error());
  if (found->empty()) return fault("sim.tool_missing", "yosys", "is not installed", "apt-get install yosys");
  return fs::path(tail(*found, 1)).parent_path().parent_path() / "share" / "yosys";
}

fs::path our_model(const std::string& cell) { return source_tree() / "sim" / "cells" / (cell + ".v"); }

/// The netlist with every instance of `cell` made one of our model. Yosys starts an instance on a line of its own.
std::string use_our_model(const std::string& netlist, const std::string& cell) {
  std::string text;
  text.reserve(netlist.size() + netlist.size() / 50);
  const std::string start = "\n  " + cell + " ";
  std::size_t from = 0;
  for (std::size_t at = netlist.find(start); at != std::string::npos; at = netlist.find(start, from)) {
    text.append(netlist, from, at + 3 - from).append("rtl4ml_").append(cell);
    from = at + 3 + cell.size();
  }
  return text.append(netlist, from);
}

}  // namespace

bool has_behaviour(const std::string& models, const std::string& cell) {
  const std::regex head(fmt::format(R"((^|\n)module\s+{}\b)", cell));
  std::smatch match;
  if (!std::regex_search(models, match, head)) return false;
  const auto begin = static_cast<std::size_t>(match.position()) + 1;
  const std::string body = models.substr(begin, models.find("\nendmodule", begin) - begin);
  return body.find("assign") != std::string::npos || body.find("always") != std::string::npos;
}

Result<std::vector<std::string>> write_simulation_sources(const fs::path& netlist_v, const Netlist& netlist,
                                                          const std::string& flow, const fs::path& rtl) {
  const Result<fs::path> share = yosys_share();
  if (!share) return faults(share.error());
  Result<std::string> text = read_file(netlist_v, kLimit);
  if (!text) return faults(text.error());
  const Family family = family_of(flow);
  const Result<std::string> vendor = read_file(*share / family.folder / family.files.front(), kLimit);
  if (!vendor) return faults(vendor.error());

  std::string filelist = family.define.empty() ? "" : family.define + "\n";
  std::vector<std::string> ours;
  Errors missing;
  for (const auto& [cell, count] : netlist.cells) {
    if (fs::exists(our_model(cell))) {
      ours.push_back(cell);
    } else if (!has_behaviour(*vendor, cell)) {
      missing.push_back({"netlist.model", netlist_v.string(),
                         fmt::format("{} cells {} that have no simulation model", count, cell),
                         "synthesise without them: --no-dsp, --no-bram"});
    }
  }
  if (!missing.empty()) return faults(std::move(missing));

  Result<void> written = {};
  for (const std::string& cell : ours) {
    const Result<std::string> model = read_file(our_model(cell), kLimit);
    if (!model) return faults(model.error());
    written = write_file(rtl / (cell + ".v"), *model);
    if (!written) return faults(written.error());
    filelist += cell + ".v\n";
    text = use_our_model(*text, cell);
  }
  for (const std::string& file : family.files) {
    const Result<std::string> content = read_file(*share / family.folder / file, kLimit);
    if (!content) return faults(content.error());
    written = write_file(rtl / file, *content);
    if (!written) return faults(written.error());
  }
  filelist += family.files.front() + "\nnetlist.v\n";
  written = write_file(rtl / "netlist.v", *text);
  if (written) written = write_file(rtl / "filelist.f", filelist);
  if (!written) return faults(written.error());
  return ours;
}

}  // namespace rtl4ml
