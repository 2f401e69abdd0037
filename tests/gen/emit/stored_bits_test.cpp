#include "gen/emit/stored_bits.hpp"

#include <algorithm>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("stored bits are told of a word, and the whole is made of them", "[emit]") {
  using enum BitKind;
  const StoredBits stored({kCopy, kStored, kOne, kZero, kKept, kStored, kCopy, kCopy}, 2);
  CHECK(stored.count() == 4);  // what the first one is a copy of is not among them
  CHECK_FALSE(stored.all());
  HexWord word(10, 1);
  word.append(0b10'1101'1000);
  CHECK(stored.digits(word) == "e");
  CHECK(stored.whole("s", "  ") == "{{2{s[3]}}, s[3:2], 2'h1, s[1:0]}");
  CHECK(StoredBits({kStored, kKept}, 0).all());
  CHECK(StoredBits({kZero, kOne}, 0).whole("s", "  ") == "2'h2");
}

TEST_CASE("long wholes are broken into lines", "[emit]") {
  using enum BitKind;
  std::vector<BitKind> kinds;
  for (int i = 0; i < 40; ++i) kinds.insert(kinds.end(), {kStored, kOne});
  const std::string whole = StoredBits(kinds, 0).whole("weight_stored", "    ");
  std::size_t longest = 0, at = 0;
  for (std::size_t end = 0; (end = whole.find('\n', at)) != std::string::npos; at = end + 1)
    longest = std::max(longest, end - at);
  CHECK(longest > 80);
  CHECK(longest <= 102);
}

}  // namespace rtl4ml
