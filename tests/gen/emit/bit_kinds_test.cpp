#include "gen/emit/bit_kinds.hpp"

#include "gen/emit/stored_bits.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

constexpr BitKind kZero = BitKind::kZero, kOne = BitKind::kOne, kCopy = BitKind::kCopy, kStored = BitKind::kStored,
                  kKept = BitKind::kKept;

std::vector<BitKind> kinds_of(int width, const std::vector<std::vector<std::int64_t>>& words) {
  BitKinds kinds(width, std::ssize(words.front()));
  for (const std::vector<std::int64_t>& word : words) kinds.add(word);
  return kinds.kinds();
}

}  // namespace

TEST_CASE("what repeats the sign need not be stored", "[emit]") {
  CHECK(kinds_of(4, {{1}, {-2}}) == std::vector{kStored, kStored, kCopy, kCopy});
  CHECK(kinds_of(4, {{2}, {-4}}) == std::vector{kKept, kStored, kStored, kCopy});
  CHECK(kinds_of(4, {{1}, {2}}) == std::vector{kStored, kStored, kZero, kZero});
  CHECK(kinds_of(4, {{-1}, {-4}}) == std::vector{kStored, kStored, kOne, kOne});
  CHECK(kinds_of(2, {{0, -1}, {-1, 0}}) == std::vector{kStored, kCopy, kStored, kCopy});  // never across elements
}

TEST_CASE("what is stored of an element is in one piece, from its lowest bit on", "[emit]") {
  CHECK(kinds_of(6, {{0b000101}, {0b001101}}) == std::vector{kKept, kKept, kKept, kStored, kZero, kZero});
  CHECK(kinds_of(6, {{0b010100}, {0b010000}}) == std::vector{kKept, kKept, kStored, kKept, kKept, kZero});
}

TEST_CASE("an element that is the same in all words is a constant", "[emit]") {
  CHECK(kinds_of(4, {{5}}) == std::vector{kOne, kZero, kOne, kZero});
  CHECK(kinds_of(4, {{-3}, {-3}}) == std::vector{kOne, kZero, kOne, kOne});
  CHECK(kinds_of(4, {{0}, {0}}) == std::vector{kZero, kZero, kZero, kZero});
}

TEST_CASE("lanes that a word does not give are zero", "[emit]") {
  BitKinds kinds(2, 2);
  kinds.add(std::vector<std::int64_t>{1, 1});
  kinds.add(std::vector<std::int64_t>{1});
  CHECK(kinds.kinds() == std::vector{kOne, kZero, kStored, kZero});
}

TEST_CASE("stored bits are told of a word, and the whole is made of them", "[emit]") {
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
