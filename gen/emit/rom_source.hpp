// Writes the generated modules that hold constants: weights, biases, slopes, tables.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "gen/emit/hex_word.hpp"
#include "gen/graph/graph.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// Sources of more bits than this keep them in a .mem file instead of in a case.
inline constexpr std::int64_t kMaxCaseBits = std::int64_t{64} * 1024;

/// Words from which on Yosys takes a case of constants for a ROM.
inline constexpr std::int64_t kLeastRomWords = 8;

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

 private:
  const RomSource& source_;
  HexWord word_;
  std::vector<std::int64_t> codes_;
};

/// Result: the names of the files written into the folder. Errors: emit.unwritable
[[nodiscard]] Result<std::vector<std::string>> write_rom_source(const RomSource& source,
                                                                const std::filesystem::path& folder);

/// The words alone, as <module>.mem for $readmemh: a line each. Errors: emit.unwritable
[[nodiscard]] Result<void> write_rom_contents(const RomSource& source, const std::filesystem::path& folder);

/// A table that each of `lanes` lanes reads on its own, registered.
struct TableSource {
  std::string module;
  std::vector<std::string> comment;
  int address_width = 8;  ///< of a lane, in bits
  int data_width = 8;     ///< of a lane, in bits
  std::int64_t lanes = 1;
  std::span<const std::int64_t> entries;  ///< [2^address_width]
};

[[nodiscard]] Result<std::vector<std::string>> write_table_source(const TableSource& source,
                                                                  const std::filesystem::path& folder);

}  // namespace rtl4ml
