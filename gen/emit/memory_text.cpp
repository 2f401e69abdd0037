#include "gen/emit/memory_text.hpp"

#include <fmt/format.h>

namespace rtl4ml {

void write_comment(FileWriter& file, const std::vector<std::string>& comment) {
  for (const std::string& line : comment) file.line("// " + line);
}

std::string bit_range(std::int64_t width) { return fmt::format("[{}:0]", width - 1); }

std::string memory_attribute(MemoryKind kind) {
  switch (kind) {
    case MemoryKind::kBlock:
      return "(* ram_style = \"block\", rom_style = \"block\" *)";
    case MemoryKind::kLut:
      return "(* ram_style = \"registers\", rom_style = \"distributed\" *)";
    case MemoryKind::kAuto:
      break;
  }
  return "";
}

std::string style_prefix(MemoryKind kind) {
  const std::string attribute = memory_attribute(kind);
  return attribute.empty() ? "" : attribute + " ";
}

void write_memory(FileWriter& file, const std::string& module, std::int64_t width, std::int64_t words,
                  MemoryKind kind) {
  const std::string attribute = memory_attribute(kind);
  if (!attribute.empty()) file.line("  " + attribute);
  file.line(fmt::format("  logic {} rom [0:{}];", bit_range(width), words - 1));
  file.line("");
  file.line("  initial begin");
  file.line(fmt::format("    $readmemh(\"{}.mem\", rom);", module));
  file.line("`ifndef SYNTHESIS");
  file.line("`ifndef FORMAL");
  file.line("    // Without its file the memory would stay empty: stop instead.");
  file.line(fmt::format("    if ((^rom[0]) === 1'bx || (^rom[{}]) === 1'bx) begin", words - 1));
  file.line(fmt::format("      $fatal(1, \"{0}: {0}.mem is missing or too short\");", module));
  file.line("    end");
  file.line("`endif");
  file.line("`endif");
  file.line("  end");
  file.line("");
}

}  // namespace rtl4ml
