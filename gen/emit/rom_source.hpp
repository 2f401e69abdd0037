// Writes the generated modules that hold constants by the word: weights, biases, slopes, thresholds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "gen/emit/bit_kinds.hpp"
#include "gen/emit/hex_word.hpp"
#include "gen/emit/memory_text.hpp"
#include "gen/graph/graph.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// Words from which on Yosys takes a case of constants for a ROM.
inline constexpr std::int64_t kLeastRomWords = 8;

/// Whether a memory is kept in a file: it is large, or in block RAM and no power of two deep. Yosys makes a case of
/// constants as deep as the next power of two, and no memory of one that is shallow: in block RAM these would take more
/// blocks, or none.
[[nodiscard]] bool wants_file(MemoryKind kind, std::int64_t words, std::int64_t bits);

/// Bits of a word with such bits that take block RAM: of a memory from a file synthesis takes away what is constant,
/// and keeps copies.
[[nodiscard]] std::int64_t stored_in_block(std::span<const BitKind> kinds, std::int64_t words);

/// A memory of `words` words of `lanes` elements of `element_width` bits, element 0 in the low bits.
struct RomSource {
  std::string module;                ///< "fc1_weight_source"; the file is <module>.sv
  std::string port;                  ///< of the data: "weight"
  std::vector<std::string> comment;  ///< what it holds, without the slashes
  int element_width = 8;
  std::int64_t lanes = 1;
  std::int64_t words = 1;
  bool registered = true;  ///< ports clk and enable, read in the cycle after; otherwise combinational
  RomPlacement placement;  ///< of registered ones
  /// Appends the codes of a word, at most `lanes` of them, the rest is zero.
  std::function<void(std::int64_t word, std::vector<std::int64_t>& codes)> fill;
  std::function<std::string(std::int64_t word)> word_comment;  ///< for sources in a case
};

/// Reads a source word by word.
class RomWords {
 public:
  explicit RomWords(const RomSource& source) : source_(source), word_(source.element_width, source.lanes) {}

  [[nodiscard]] std::int64_t bits() const { return word_.bits(); }
  /// Valid until the next call.
  [[nodiscard]] HexWord& at(std::int64_t index);
  /// What `words` words from `first` on have in their bits. Shapes: -> [bits()]
  [[nodiscard]] std::vector<BitKind> kinds(std::int64_t first, std::int64_t words);

 private:
  void read(std::int64_t index);  ///< into codes_

  const RomSource& source_;
  HexWord word_;
  std::vector<std::int64_t> codes_;
};

/// Result: the names of the files written into the folder. Errors: emit.unwritable
[[nodiscard]] Result<std::vector<std::string>> write_rom_source(const RomSource& source,
                                                                const std::filesystem::path& folder);

/// The words alone, as <module>.mem for $readmemh: a line each. Errors: emit.unwritable
[[nodiscard]] Result<void> write_rom_contents(const RomSource& source, const std::filesystem::path& folder);

}  // namespace rtl4ml
