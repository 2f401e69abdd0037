// Which bits of a source's words have to be stored: what repeats an element's sign in every word is a wire, and so is
// an element that never changes. Synthesis would find these late or not at all, after it has chosen multipliers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rtl4ml {

enum class BitKind : std::uint8_t {
  kZero,    ///< in every word
  kOne,     ///< in every word
  kCopy,    ///< in every word, of the bit below it in its element: the sign, again
  kStored,  ///< anything else
  /// In every word the same, amid or below stored ones and stored with them: a multiplier block takes in the register
  /// of a factor that is in one piece, and adds a product from its lowest bit on.
  kKept,
};

/// Whether a source has to store it.
[[nodiscard]] inline bool is_stored(BitKind kind) { return kind == BitKind::kStored || kind == BitKind::kKept; }

/// Whether it differs between words.
[[nodiscard]] inline bool varies(BitKind kind) { return kind == BitKind::kStored || kind == BitKind::kCopy; }

/// Is shown the words one after the other.
class BitKinds {
 public:
  /// Words of `lanes` elements of `width` bits (1 to 32).
  BitKinds(int width, std::int64_t lanes);

  /// The codes of a word, at most `lanes` of them; the rest is zero.
  void add(std::span<const std::int64_t> codes);
  /// Of the words so far, at least one. Shapes: -> [lanes * width], lane 0 and its lowest bit first
  [[nodiscard]] std::vector<BitKind> kinds() const;

 private:
  struct Element {
    std::int64_t ones = 0, zeros = 0;  ///< bits that were one, that were zero, in some word
    std::int64_t differs = 0;          ///< bits that differed from the one below
  };
  void append_kinds(const Element& element, std::vector<BitKind>& kinds) const;

  int width_;
  std::vector<Element> elements_;
};

}  // namespace rtl4ml
