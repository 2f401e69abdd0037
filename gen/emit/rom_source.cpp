#include "gen/emit/rom_source.hpp"

#include <fmt/format.h>

#include <bit>

#include "gen/emit/file_writer.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

void write_comment(FileWriter& file, const std::vector<std::string>& comment) {
  for (const std::string& line : comment) file.line("// " + line);
}

/// "[31:0] ", and nothing for one bit that is a vector all the same.
std::string range(std::int64_t width) { return fmt::format("[{}:0]", width - 1); }

/// What asks for block RAM or for look-up tables: Vivado's `ram_style` and `rom_style`, on an array or on the register
/// behind a case. Yosys wants them on the array or on the case itself, takes the first that it finds, and knows look-up
/// tables as "logic" and "registers" only.
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

/// The same in front of a declaration; nothing where there is nothing to ask for.
std::string style_prefix(MemoryKind kind) {
  const std::string attribute = memory_attribute(kind);
  return attribute.empty() ? "" : attribute + " ";
}

/// A memory `rom` read from the module's file, and a guard for tools that go on without it. Yosys stops by itself, as
/// does Verilator.
void write_memory(FileWriter& file, const std::string& module, std::int64_t width, std::int64_t words,
                  MemoryKind kind) {
  const std::string attribute = memory_attribute(kind);
  if (!attribute.empty()) file.line("  " + attribute);
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

/// A rectangle of a source, kept in a memory of its own. What it gives goes to the signal `name`.
struct Piece {
  std::string name, comment;
  std::int64_t first_word, words, first_bit, bits;
  MemoryKind kind;
  bool in_file = false;  ///< the module's file; otherwise in a case
};

/// Yosys makes a case of constants as deep as the next power of two, and no memory of one that is shallow: in block RAM
/// these would take more blocks, or none.
bool wants_file(const Piece& piece) {
  const bool case_is_exact =
      piece.words >= kLeastRomWords && std::has_single_bit(static_cast<std::uint64_t>(piece.words));
  return piece.bits * piece.words > kMaxCaseBits || (piece.kind == MemoryKind::kBlock && !case_is_exact);
}

/// Some bits of some words as <module>.mem.
Result<void> write_mem(const RomSource& source, RomWords& words, const Piece& piece,
                       const std::filesystem::path& folder) {
  FileWriter file(folder / (source.module + ".mem"));
  for (std::int64_t word = 0; word < piece.words; ++word)
    file.line(words.at(piece.first_word + word).digits(piece.first_bit, piece.bits));
  return file.close();
}

/// A case over the words of a piece; the last one is the default, so that every address has a value.
void write_case(FileWriter& file, const RomSource& source, RomWords& words, const Piece& piece,
                const std::string& address) {
  const std::string assign = source.registered ? "<=" : "=";
  const auto constant = [&](std::int64_t index) {
    return fmt::format("{} {} {}'h{};", piece.name, assign, piece.bits,
                       words.at(piece.first_word + index).digits(piece.first_bit, piece.bits));
  };
  if (piece.words == 1) {
    if (source.word_comment) file.line("  // " + source.word_comment(piece.first_word));
    if (source.registered) {
      file.line("  always_ff @(posedge clk) begin");
      file.line("    if (enable) " + constant(0));
      file.line("  end");
    } else {
      file.line("  assign " + constant(0));
    }
    return;
  }
  file.line(source.registered ? "  always_ff @(posedge clk) begin" : "  always_comb begin");
  std::string indent = "    ";
  if (source.registered) {
    file.line("    if (enable) begin");
    indent = "      ";
    const std::string attribute = memory_attribute(piece.kind);
    if (!attribute.empty()) file.line(indent + attribute);
  }
  file.line(fmt::format("{}case ({})", indent, address));
  for (std::int64_t index = 0; index < piece.words; ++index) {
    if (source.word_comment) file.line(indent + "  // " + source.word_comment(piece.first_word + index));
    const std::string label =
        index + 1 == piece.words ? "default" : fmt::format("{}'d{}", address_width(piece.words), index);
    file.line(fmt::format("{}  {}: {}", indent, label, constant(index)));
  }
  file.line(indent + "endcase");
  if (source.registered) file.line("    end");
  file.line("  end");
}

void write_piece(FileWriter& file, const RomSource& source, RomWords& words, const Piece& piece) {
  const int width = address_width(piece.words), whole_width = address_width(source.words);
  std::string address = width == whole_width ? "address" : fmt::format("address{}", range(width));
  if (piece.first_word > 0) address = fmt::format("{}'(address - {}'d{})", width, whole_width, piece.first_word);
  if (!piece.comment.empty()) {
    file.line("  // " + piece.comment);
    file.line(
        fmt::format("  {}logic {} {};", piece.in_file ? "" : style_prefix(piece.kind), range(piece.bits), piece.name));
  }
  if (!piece.in_file) return write_case(file, source, words, piece, address);
  write_memory(file, source.module, piece.bits, piece.words, piece.kind);
  if (source.registered) {
    file.line("  always_ff @(posedge clk) begin");
    file.line(fmt::format("    if (enable) {} <= rom[{}];", piece.name, address));
    file.line("  end");
  } else {
    file.line(fmt::format("  assign {} = rom[{}];", piece.name, address));
  }
}

/// A source as it is kept: one memory, or a corner in block RAM and one or two of look-up tables. The first may lie in
/// the file.
std::vector<Piece> pieces_of(const RomSource& source, std::int64_t bits) {
  const auto [kind, block_words, block_bits] = source.placement;
  const bool whole = kind != MemoryKind::kBlock || (block_words == source.words && block_bits == bits);
  std::vector<Piece> pieces;
  if (whole) {
    // A large memory that nobody has placed: block RAM, unless it is read without a clock.
    const bool large = kind == MemoryKind::kAuto && source.registered && bits * source.words > kMaxCaseBits;
    pieces.push_back({source.port, "", 0, source.words, 0, bits, large ? MemoryKind::kBlock : kind});
  } else {
    pieces.push_back({"low_bits",
                      fmt::format("Bits 0 to {} of words 0 to {}: block RAM.", block_bits - 1, block_words - 1), 0,
                      block_words, 0, block_bits, MemoryKind::kBlock});
  }
  pieces.front().in_file = wants_file(pieces.front());
  if (whole) return pieces;
  if (block_words < source.words) {
    pieces.front().name = "first_words";
    pieces.push_back({"last_words", "The same bits of the other words: look-up tables.", block_words,
                      source.words - block_words, 0, block_bits, MemoryKind::kLut});
  }
  if (block_bits < bits) {
    pieces.push_back({"high_bits", "The other bits of all words: look-up tables.", 0, source.words, block_bits,
                      bits - block_bits, MemoryKind::kLut});
  }
  return pieces;
}

/// Puts the pieces together.
void join_pieces(FileWriter& file, const RomSource& source, const std::vector<Piece>& pieces) {
  std::string low = pieces.front().name;
  if (pieces[1].name == "last_words") {
    file.line("");
    file.line("  logic is_last;");
    file.line("  always_ff @(posedge clk) begin");
    file.line(fmt::format("    if (enable) is_last <= address >= {}'d{};", address_width(source.words),
                          pieces[1].first_word));
    file.line("  end");
    low = "is_last ? last_words : first_words";
  }
  file.line("");
  const bool high = pieces.back().name == "high_bits";
  file.line(high ? fmt::format("  assign {} = {{high_bits, {}}};", source.port, low)
                 : fmt::format("  assign {} = {};", source.port, low));
}

}  // namespace

HexWord& RomWords::at(std::int64_t index) {
  codes_.clear();
  source_.fill(index, codes_);
  word_.clear();
  for (const std::int64_t code : codes_) word_.append(code);
  return word_;
}

Result<void> write_rom_contents(const RomSource& source, const std::filesystem::path& folder) {
  RomWords words(source);
  return write_mem(source, words, {source.port, "", 0, source.words, 0, words.bits(), MemoryKind::kAuto}, folder);
}

Result<std::vector<std::string>> write_rom_source(const RomSource& source, const std::filesystem::path& folder) {
  RomWords words(source);
  const std::vector<Piece> pieces = pieces_of(source, words.bits());
  std::vector<std::string> files = {source.module + ".sv"};
  FileWriter file(folder / files.front());
  write_comment(file, source.comment);
  file.line(fmt::format("module {} (", source.module));
  if (source.registered) {
    file.line("    input  logic clk,");
    file.line("    input  logic enable,  // the word at `address` is at the output in the next cycle");
  }
  file.line(fmt::format("    input  logic {} address,", range(address_width(source.words))));
  const bool styled = pieces.size() == 1 && !pieces.front().in_file;
  file.line(fmt::format("    {}output logic {} {}", styled ? style_prefix(pieces.front().kind) : "",
                        range(words.bits()), source.port));
  file.line(");");
  for (const Piece& piece : pieces) {
    file.line("");
    write_piece(file, source, words, piece);
  }
  if (pieces.size() > 1) join_pieces(file, source, pieces);
  if (source.words == 1) {
    file.line("");
    file.line("  logic unused_address;");
    file.line("  assign unused_address = address;");
  }
  file.line("");
  file.line("endmodule");
  Result<void> closed = file.close();
  if (closed && pieces.front().in_file) {
    files.push_back(source.module + ".mem");
    closed = write_mem(source, words, pieces.front(), folder);
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
    write_memory(file, source.module, source.data_width, words, MemoryKind::kBlock);
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
