#include "gen/emit/rom_source.hpp"

#include <fmt/format.h>

#include "gen/emit/file_writer.hpp"
#include "gen/emit/hex_word.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

void write_comment(FileWriter& file, const std::vector<std::string>& comment) {
  for (const std::string& line : comment) file.line("// " + line);
}

/// "[31:0] ", and nothing for one bit that is a vector all the same.
std::string range(std::int64_t width) { return fmt::format("[{}:0]", width - 1); }

/// The memory, read from its file, and a guard for tools that go on without it. Yosys stops by itself, as does
/// Verilator.
void write_memory(FileWriter& file, const std::string& module, std::int64_t width, std::int64_t words,
                  bool registered) {
  // Words read without a clock cannot lie in block RAM: there the tool chooses.
  if (registered) file.line("  (* ram_style = \"block\", rom_style = \"block\" *)");
  file.line(fmt::format("  logic {} rom [0:{}];", range(width), words - 1));
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

Result<void> write_mem(const RomSource& source, HexWord& word, const std::filesystem::path& folder) {
  FileWriter file(folder / (source.module + ".mem"));
  std::vector<std::int64_t> codes;
  for (std::int64_t index = 0; index < source.words; ++index) {
    codes.clear();
    source.fill(index, codes);
    word.clear();
    for (const std::int64_t code : codes) word.append(code);
    file.line(word.digits());
  }
  return file.close();
}

/// The body of a source whose words are constants in a case; the last one is the default, so that every address has a
/// value.
void write_case(FileWriter& file, const RomSource& source, HexWord& word) {
  const std::string assign = source.registered ? "<=" : "=";
  const int width = address_width(source.words);
  std::vector<std::int64_t> codes;
  const auto constant = [&](std::int64_t index) {
    codes.clear();
    source.fill(index, codes);
    word.clear();
    for (const std::int64_t code : codes) word.append(code);
    return fmt::format("{} {} {}'h{};", source.port, assign, word.bits(), word.digits());
  };
  if (source.words == 1) {
    if (source.word_comment) file.line("  // " + source.word_comment(0));
    if (source.registered) {
      file.line("  always_ff @(posedge clk) begin");
      file.line("    if (enable) " + constant(0));
      file.line("  end");
    } else {
      file.line("  assign " + constant(0));
    }
    file.line("");
    file.line("  logic unused_address;");
    file.line("  assign unused_address = address;");
    return;
  }
  file.line(source.registered ? "  always_ff @(posedge clk) begin" : "  always_comb begin");
  const std::string indent = source.registered ? "      " : "    ";
  file.line(source.registered ? "    if (enable) begin\n      case (address)" : "    case (address)");
  for (std::int64_t index = 0; index < source.words; ++index) {
    if (source.word_comment) file.line(indent + "  // " + source.word_comment(index));
    const std::string label = index + 1 == source.words ? "default" : fmt::format("{}'d{}", width, index);
    file.line(fmt::format("{}  {}: {}", indent, label, constant(index)));
  }
  file.line(indent + "endcase");
  if (source.registered) file.line("    end");
  file.line("  end");
}

}  // namespace

Result<std::vector<std::string>> write_rom_source(const RomSource& source, const std::filesystem::path& folder) {
  HexWord word(source.element_width, source.lanes);
  const bool large = word.bits() * source.words > kMaxCaseBits;
  const int width = address_width(source.words);
  std::vector<std::string> files = {source.module + ".sv"};
  FileWriter file(folder / files.front());
  write_comment(file, source.comment);
  file.line(fmt::format("module {} (", source.module));
  if (source.registered) {
    file.line("    input  logic clk,");
    file.line("    input  logic enable,  // the word at `address` is at the output in the next cycle");
  }
  file.line(fmt::format("    input  logic {} address,", range(width)));
  file.line(fmt::format("    output logic {} {}", range(word.bits()), source.port));
  file.line(");");
  file.line("");
  if (large) {
    write_memory(file, source.module, word.bits(), source.words, source.registered);
    if (source.registered) {
      file.line("  always_ff @(posedge clk) begin");
      file.line(fmt::format("    if (enable) {} <= rom[address];", source.port));
      file.line("  end");
    } else {
      file.line(fmt::format("  assign {} = rom[address];", source.port));
    }
  } else {
    write_case(file, source, word);
  }
  file.line("");
  file.line("endmodule");
  Result<void> closed = file.close();
  if (closed && large) {
    files.push_back(source.module + ".mem");
    closed = write_mem(source, word, folder);
  }
  if (!closed) return faults(std::move(closed.error()));
  return files;
}

Result<std::vector<std::string>> write_table_source(const TableSource& source, const std::filesystem::path& folder) {
  const auto words = static_cast<std::int64_t>(source.entries.size());
  const bool large = words * source.data_width > kMaxCaseBits;
  std::vector<std::string> files = {source.module + ".sv"};
  FileWriter file(folder / files.front());
  const std::int64_t address_bits = source.lanes * source.address_width;
  const std::int64_t data_bits = source.lanes * source.data_width;
  HexWord word(source.data_width, 1);
  const auto digits = [&](std::int64_t index) {
    word.clear();
    word.append(source.entries[static_cast<std::size_t>(index)]);
    return word.digits();
  };
  write_comment(file, source.comment);
  file.line(fmt::format("module {} (", source.module));
  file.line("    input  logic clk,");
  file.line("    input  logic enable,  // the entries are at the output in the next cycle");
  file.line(fmt::format("    input  logic {} address,  // {} lanes of {} bits", range(address_bits), source.lanes,
                        source.address_width));
  file.line(fmt::format("    output logic {} data  // {} lanes of {} bits", range(data_bits), source.lanes,
                        source.data_width));
  file.line(");");
  file.line("");
  std::string entry;  // how a lane reads
  if (large) {
    write_memory(file, source.module, source.data_width, words, true);
    entry = "rom[address[{1}:{0}]]";
  } else {
    file.line(fmt::format("  function automatic logic {} entry(input logic {} code);", range(source.data_width),
                          range(source.address_width)));
    file.line("    case (code)");
    for (std::int64_t index = 0; index < words; ++index) {
      const std::string label = index + 1 == words ? "default" : fmt::format("{}'d{}", source.address_width, index);
      file.line(fmt::format("      {}: entry = {}'h{};", label, source.data_width, digits(index)));
    }
    file.line("    endcase");
    file.line("  endfunction");
    file.line("");
    entry = "entry(address[{1}:{0}])";
  }
  file.line("  always_ff @(posedge clk) begin");
  file.line("    if (enable) begin");
  for (std::int64_t lane = 0; lane < source.lanes; ++lane) {
    const std::int64_t at = lane * source.address_width;
    const std::int64_t to = lane * source.data_width;
    file.line(fmt::format("      data[{}:{}] <= {};", to + source.data_width - 1, to,
                          fmt::format(fmt::runtime(entry), at, at + source.address_width - 1)));
  }
  file.line("    end");
  file.line("  end");
  file.line("");
  file.line("endmodule");
  Result<void> closed = file.close();
  if (closed && large) {
    files.push_back(source.module + ".mem");
    FileWriter memory(folder / files.back());
    for (std::int64_t index = 0; index < words; ++index) memory.line(digits(index));
    closed = memory.close();
  }
  if (!closed) return faults(std::move(closed.error()));
  return files;
}

}  // namespace rtl4ml
