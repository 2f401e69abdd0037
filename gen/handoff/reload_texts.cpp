#include "gen/handoff/reload_texts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/reload/reload_words.hpp"
#include "gen/reload/weight_image.hpp"

namespace rtl4ml {
namespace {

std::vector<ReloadSource> memories_of(const Graph& graph) {
  std::vector<ReloadSource> memories;
  for (const Node& node : graph.nodes) memories.insert(memories.end(), node.reload.begin(), node.reload.end());
  return memories;
}

std::string joined(const std::vector<std::string>& lines) { return fmt::format("{}", fmt::join(lines, "\n")); }

/// "0x0010..0x0015", the addresses of a part of all rows.
std::string addresses(const ReloadSource& memory, std::int64_t part) {
  const std::int64_t first = memory.first_address + part * memory.part_stride();
  return fmt::format("0x{:x} to 0x{:x}", first, first + memory.rows - 1);
}

std::string bits(const ReloadSource& memory, std::int64_t part) {
  return fmt::format("{} to {}", std::min(32 * part + 32, memory.width) - 1, 32 * part);
}

/// A memory as rows of parts, the highest bits on the left; of many parts the first and the last.
std::string picture(const ReloadSource& memory) {
  std::vector<std::string> columns, places;
  for (std::int64_t part = memory.parts(); part-- > 0;) {
    const bool left_out = memory.parts() > 4 && part > 1 && part < memory.parts() - 1;
    if (left_out && part > 2) continue;
    columns.push_back(left_out ? "..." : fmt::format("bits {}", bits(memory, part)));
    places.push_back(left_out ? "..." : addresses(memory, part));
  }
  std::size_t width = 0;
  for (const std::vector<std::string>* row : {&columns, &places}) {
    for (const std::string& cell : *row) width = std::max(width, cell.size());
  }
  std::string rule = "  +", top = "  |", bottom = "  |";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    rule += std::string(width + 2, '-') + "+";
    top += fmt::format(" {:^{}} |", columns[i], width);
    bottom += fmt::format(" {:^{}} |", places[i], width);
  }
  return fmt::format("{}, rows 0 to {}\n{}\n{}\n{}\n{}", memory.identifier, memory.rows - 1, rule, top, bottom, rule);
}

}  // namespace

std::map<std::string, std::string> reload_values(const CompiledDesign& design) {
  const Graph& graph = design.graph;
  const int width = graph.reload_address_width;
  std::map<std::string, std::string> values;
  values["reload_address_width"] = std::to_string(width);
  values["reload_address_msb"] = std::to_string(std::max(width, 1) - 1);
  if (width == 0) {
    values["reload_ports"] = values["reload_connections"] = "";
    values["reload_sink"] =
        "  // All weights are constants.\n  logic unused_reload;\n"
        "  assign unused_reload = ^{reload_valid, reload_address, reload_data};\n";
    return values;
  }
  values["reload_sink"] = "";
  values["reload_ports"] = fmt::format(
      ",\n    input  logic reload_valid,  // weights, a word a cycle; not while a vector is in the design\n"
      "    input  logic [{}:0] reload_address,\n    input  logic [31:0] reload_data",
      width - 1);
  values["reload_connections"] =
      ",\n      .reload_valid (reload_valid),\n      .reload_address (reload_address),\n      .reload_data "
      "(reload_data)";
  std::vector<std::string> memories, rows, pictures, runs;
  for (const ReloadSource& memory : memories_of(graph)) {
    memories.push_back(fmt::format("   {}: {} rows of {} bits in {} part(s), the first at 0x{:x}, stride 0x{:x}",
                                   memory.identifier, memory.rows, memory.width, memory.parts(), memory.first_address,
                                   memory.part_stride()));
    rows.push_back(fmt::format("| `{}` | `0x{:x}` | {} | {} | {} | `0x{:x}` |", memory.identifier, memory.first_address,
                               memory.rows, memory.width, memory.parts(), memory.part_stride()));
    pictures.push_back(picture(memory));
  }
  for (const ReloadRun& run : reload_runs(graph))
    runs.push_back(fmt::format("    {{0x{:x}u, {}u}},", run.first_address, run.words));
  values["c_reload_memories"] = joined(memories);
  values["reload_rows"] = joined(rows);
  values["reload_picture"] = joined(pictures);
  values["c_reload_runs"] = joined(runs);
  values["image_magic"] = fmt::format("{:08X}", kImageMagic);
  values["image_version"] = std::to_string(kImageVersion);
  values["image_words"] = std::to_string(reload_word_count(graph) + kImageHeaderWords + 1);
  return values;
}

}  // namespace rtl4ml
