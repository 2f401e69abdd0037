// A rectangle of a source's words without the bits that need not be stored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/emit/bit_kinds.hpp"
#include "gen/emit/hex_word.hpp"

namespace rtl4ml {

class StoredBits {
 public:
  /// `kinds`: of the rectangle's bits, all of which are within a word from bit `first` on.
  StoredBits(std::vector<BitKind> kinds, std::int64_t first);

  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(stored_.size()); }
  [[nodiscard]] bool all() const { return stored_.size() == kinds_.size(); }
  /// The stored bits of a word, in hexadecimal.
  [[nodiscard]] std::string digits(const HexWord& word) const;
  /// All bits, made of a signal that holds the stored ones: "{2'h1, {3{stored[4]}}, stored[3:0]}". Lines after the
  /// first start with `indent`.
  [[nodiscard]] std::string whole(const std::string& stored, const std::string& indent) const;

 private:
  [[nodiscard]] std::vector<std::string> parts(const std::string& stored) const;
  [[nodiscard]] std::string constant(std::size_t from, std::size_t to) const;

  std::vector<BitKind> kinds_;
  std::vector<std::int64_t> stored_;  ///< where they are in a word
};

}  // namespace rtl4ml
