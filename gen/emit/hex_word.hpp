// Packs the lanes of a word and prints it in hexadecimal, fast enough for millions of weights.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rtl4ml {

/// A word of `lanes` elements of `width` bits (1 to 32), lane 0 in the low bits.
class HexWord {
 public:
  HexWord(int width, std::int64_t lanes);

  /// All lanes zero, the next append() goes to lane 0.
  void clear();
  /// Puts the low `width` bits of the code into the next lane. Precondition: there is one.
  void append(std::int64_t code);
  /// All bits, the highest digit first, ceil(bits / 4) digits; valid until the next call.
  [[nodiscard]] std::string_view digits() { return digits(0, bits_); }
  /// The same of `bits` bits from `first` on.
  [[nodiscard]] std::string_view digits(std::int64_t first, std::int64_t bits);
  /// Bits 32 * index and up, zeros beyond the word.
  [[nodiscard]] std::uint32_t part(std::int64_t index) const;
  /// 0 or 1. Precondition: the word has the bit.
  [[nodiscard]] int bit(std::int64_t index) const;
  [[nodiscard]] std::int64_t bits() const { return bits_; }

 private:
  int width_;
  std::int64_t bits_;
  std::int64_t at_ = 0;  ///< bit of the next lane
  std::vector<std::uint64_t> limbs_;
  std::string text_;
};

}  // namespace rtl4ml
