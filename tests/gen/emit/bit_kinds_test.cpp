#include "gen/emit/bit_kinds.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

std::vector<BitKind> kinds_of(int width, const std::vector<std::vector<std::int64_t>>& words) {
  BitKinds kinds(width, std::ssize(words.front()));
  for (const std::vector<std::int64_t>& word : words) kinds.add(word);
  return kinds.kinds();
}

}  // namespace

TEST_CASE("what repeats the sign need not be stored", "[emit]") {
  using enum BitKind;
  CHECK(kinds_of(4, {{1}, {-2}}) == std::vector{kStored, kStored, kCopy, kCopy});
  CHECK(kinds_of(4, {{2}, {-4}}) == std::vector{kKept, kStored, kStored, kCopy});
  CHECK(kinds_of(4, {{1}, {2}}) == std::vector{kStored, kStored, kZero, kZero});
  CHECK(kinds_of(4, {{-1}, {-4}}) == std::vector{kStored, kStored, kOne, kOne});
  CHECK(kinds_of(2, {{0, -1}, {-1, 0}}) == std::vector{kStored, kCopy, kStored, kCopy});  // never across elements
}

TEST_CASE("what is stored of an element is in one piece, from its lowest bit on", "[emit]") {
  using enum BitKind;
  CHECK(kinds_of(6, {{0b000101}, {0b001101}}) == std::vector{kKept, kKept, kKept, kStored, kZero, kZero});
  CHECK(kinds_of(6, {{0b010100}, {0b010000}}) == std::vector{kKept, kKept, kStored, kKept, kKept, kZero});
}

TEST_CASE("an element that is the same in all words is a constant", "[emit]") {
  using enum BitKind;
  CHECK(kinds_of(4, {{5}}) == std::vector{kOne, kZero, kOne, kZero});
  CHECK(kinds_of(4, {{-3}, {-3}}) == std::vector{kOne, kZero, kOne, kOne});
  CHECK(kinds_of(4, {{0}, {0}}) == std::vector{kZero, kZero, kZero, kZero});
}

TEST_CASE("lanes that a word does not give are zero", "[emit]") {
  using enum BitKind;
  BitKinds kinds(2, 2);
  kinds.add(std::vector<std::int64_t>{1, 1});
  kinds.add(std::vector<std::int64_t>{1});
  CHECK(kinds.kinds() == std::vector{kOne, kZero, kStored, kZero});
}

}  // namespace rtl4ml
