// The weight source of a linear layer: words of rom_source, in block RAM, look-up tables or a choice, or a memory on
// the reload bus.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gen/cost/describe.hpp"
#include "gen/cost/memories.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {

/// The bits of a word-wide ROM with a word for each tile or step: bit `bit` of code(word).
template <class Code>
[[nodiscard]] Column rom_bits(std::int64_t words, int bit, const Code& code) {
  Column column;
  const std::int64_t all = std::int64_t{1} << address_width(words);
  for (std::int64_t word = 0; word < all; ++word) {
    column.push_back(((code(std::min(word, words - 1)) >> std::min(bit, 63)) & 1) != 0);
  }
  return column;
}

/// What a weight source gives. Shapes: [lane out][lane in]
struct WeightSource {
  std::vector<Lanes> read;
  std::vector<Lanes> before;  ///< ahead of the source's register
};

/// `type`: of the source's elements; `control`: where its address and its enable come from.
[[nodiscard]] WeightSource describe_weights(const Site& site, const FixedType& type, const LinearControl& control);

/// `bits` of what a memory on the reload bus gives, which nobody knows.
[[nodiscard]] Word describe_reloadable_word(Logic& logic, std::int64_t bits, const Memory& memory);

}  // namespace rtl4ml
