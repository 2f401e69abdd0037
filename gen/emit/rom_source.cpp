#include "gen/emit/rom_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "gen/emit/file_writer.hpp"
#include "gen/emit/stored_bits.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

/// A rectangle of a source, kept in a memory of its own. What it gives goes to the signal `name`.
struct Piece {
  std::string name, comment;
  std::int64_t first_word, words, first_bit, bits;
  MemoryKind kind;
  std::optional<StoredBits> stored{};  ///< of a case; none: it lies in the module's file

  [[nodiscard]] bool in_file() const { return !stored; }
  /// Without a memory: its bits are the same in all words.
  [[nodiscard]] bool is_constant() const { return stored && stored->count() == 0; }
  /// The signal that the case gives.
  [[nodiscard]] std::string stored_name() const { return stored->all() ? name : name + "_stored"; }
};

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
    HexWord& word = words.at(piece.first_word + index);
    // A reader sees the whole word all the same.
    const std::string whole =
        piece.stored->all() ? "" : fmt::format("  // {}'h{}", piece.bits, word.digits(piece.first_bit, piece.bits));
    file.line(fmt::format("{}  {}: {} {} {}'h{};{}", indent, label, piece.stored_name(), source.registered ? "<=" : "=",
                          piece.stored->count(), piece.stored->digits(word), whole));
  }
  file.line(indent + "endcase");
  if (source.registered) file.line("    end");
  file.line("  end");
}

/// Gives `name` what the file's memory holds.
void write_read(FileWriter& file, const RomSource& source, const Piece& piece, const std::string& address) {
  write_memory(file, source.module, piece.bits, piece.words, piece.kind);
  if (source.registered) {
    file.line("  always_ff @(posedge clk) begin");
    file.line(fmt::format("    if (enable) {} <= rom[{}];", piece.name, address));
    file.line("  end");
  } else {
    file.line(fmt::format("  assign {} = rom[{}];", piece.name, address));
  }
}

/// A declaration of what a case gives, as far as it is not the whole piece.
void declare(FileWriter& file, const Piece& piece, const std::string& name, std::int64_t bits) {
  const bool of_case = piece.stored && name == piece.stored_name();
  file.line(fmt::format("  {}logic {} {};", of_case ? style_prefix(piece.kind) : "", bit_range(bits), name));
}

void write_piece(FileWriter& file, const RomSource& source, RomWords& words, const Piece& piece) {
  const int width = address_width(piece.words), whole_width = address_width(source.words);
  std::string address = width == whole_width ? "address" : fmt::format("address{}", bit_range(width));
  if (piece.first_word > 0) address = fmt::format("{}'(address - {}'d{})", width, whole_width, piece.first_word);
  if (!piece.comment.empty()) {
    file.line("  // " + piece.comment);
    declare(file, piece, piece.name, piece.bits);
  }
  if (piece.in_file()) return write_read(file, source, piece, address);
  const bool whole = piece.stored->all();
  if (!whole && !piece.is_constant()) {
    file.line("  // Other bits are the same in all words, or copies of a sign.");
    declare(file, piece, piece.stored_name(), piece.stored->count());
  }
  if (piece.words == 1 && source.word_comment) file.line("  // " + source.word_comment(piece.first_word));
  if (!piece.is_constant()) write_case(file, source, words, piece, address);
  if (!whole)
    file.line(fmt::format("  assign {} = {};", piece.name, piece.stored->whole(piece.stored_name(), "      ")));
}

/// One rectangle, or a corner in block RAM and one or two of look-up tables.
std::vector<Piece> rectangles_of(const RomSource& source, std::int64_t bits) {
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

/// A source as it is kept: its rectangles in a case each, but for the first one, which may lie in the file.
std::vector<Piece> pieces_of(const RomSource& source, RomWords& words) {
  std::vector<Piece> pieces = rectangles_of(source, words.bits());
  for (Piece& piece : pieces) {
    if (&piece == &pieces.front() && wants_file(piece.kind, piece.words, piece.bits)) continue;
    const std::vector<BitKind> kinds = words.kinds(piece.first_word, piece.words);
    const auto first = kinds.begin() + piece.first_bit;
    piece.stored.emplace(std::vector<BitKind>(first, first + piece.bits), piece.first_bit);
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

bool wants_file(MemoryKind kind, std::int64_t words, std::int64_t bits) {
  const bool case_is_exact = words >= kLeastRomWords && std::has_single_bit(static_cast<std::uint64_t>(words));
  return bits * words > kMaxCaseBits || (kind == MemoryKind::kBlock && !case_is_exact);
}

std::int64_t stored_in_block(std::span<const BitKind> kinds, std::int64_t words) {
  const bool from_file = wants_file(MemoryKind::kBlock, words, std::ssize(kinds));
  return std::count_if(kinds.begin(), kinds.end(),
                       [=](BitKind kind) { return kind == BitKind::kStored || (from_file && kind == BitKind::kCopy); });
}

HexWord& RomWords::at(std::int64_t index) {
  read(index);
  word_.clear();
  for (const std::int64_t code : codes_) word_.append(code);
  return word_;
}

void RomWords::read(std::int64_t index) {
  codes_.clear();
  source_.fill(index, codes_);
}

std::vector<BitKind> RomWords::kinds(std::int64_t first, std::int64_t words) {
  BitKinds kinds(source_.element_width, source_.lanes);
  for (std::int64_t word = first; word < first + words; ++word) {
    read(word);
    kinds.add(codes_);
  }
  return kinds.kinds();
}

Result<void> write_rom_contents(const RomSource& source, const std::filesystem::path& folder) {
  RomWords words(source);
  return write_mem(source, words, {source.port, "", 0, source.words, 0, words.bits(), MemoryKind::kAuto}, folder);
}

Result<std::vector<std::string>> write_rom_source(const RomSource& source, const std::filesystem::path& folder) {
  RomWords words(source);
  const std::vector<Piece> pieces = pieces_of(source, words);
  std::vector<std::string> files = {source.module + ".sv"};
  FileWriter file(folder / files.front());
  write_comment(file, source.comment);
  file.line(fmt::format("module {} (", source.module));
  if (source.registered) {
    file.line("    input  logic clk,");
    file.line("    input  logic enable,  // the word at `address` is at the output in the next cycle");
  }
  file.line(fmt::format("    input  logic {} address,", bit_range(address_width(source.words))));
  const bool styled = pieces.size() == 1 && pieces.front().stored && pieces.front().stored->all();
  file.line(fmt::format("    {}output logic {} {}", styled ? style_prefix(pieces.front().kind) : "",
                        bit_range(words.bits()), source.port));
  file.line(");");
  for (const Piece& piece : pieces) {
    file.line("");
    write_piece(file, source, words, piece);
  }
  if (pieces.size() > 1) join_pieces(file, source, pieces);
  if (std::all_of(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.is_constant(); })) {
    file.line("");
    file.line("  logic unused_inputs;");
    file.line(source.registered ? "  assign unused_inputs = ^{clk, enable, address};"
                                : "  assign unused_inputs = ^address;");
  }
  file.line("");
  file.line("endmodule");
  Result<void> closed = file.close();
  if (closed && pieces.front().in_file()) {
    files.push_back(source.module + ".mem");
    closed = write_mem(source, words, pieces.front(), folder);
  }
  if (!closed) return faults(std::move(closed.error()));
  return files;
}

}  // namespace rtl4ml
