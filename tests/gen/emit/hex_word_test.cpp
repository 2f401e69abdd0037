#include "gen/emit/hex_word.hpp"

#include <random>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("element 0 lies in the low bits", "[emit]") {
  HexWord word(8, 3);
  word.append(0x12);
  word.append(-1);
  CHECK(word.digits() == "00ff12");
  word.clear();
  CHECK(word.digits() == "000000");
  HexWord narrow(3, 3);  // 9 bits, 3 digits
  for (const int code : {1, -1, 4}) narrow.append(code);
  CHECK(narrow.digits() == "139");
}

TEST_CASE("some bits of a word, wherever they lie", "[emit]") {
  HexWord word(32, 4);
  for (const std::int64_t code : std::vector<std::int64_t>{0x89abcdef, 0x01234567, 0x76543210, 0x0fedcba9})
    word.append(code);
  CHECK(word.digits(0, 8) == "ef");
  CHECK(word.digits(4, 6) == "1e");  // the two bits above are cut off
  CHECK(word.digits(62, 5) == "00");
  CHECK(word.digits(56, 20) == "21001");
  CHECK(word.digits(127, 1) == "0");
  CHECK(word.digits(121, 7) == "07");
  CHECK(word.digits().size() == 32);
}

TEST_CASE("any width packs as bit by bit", "[emit]") {
  std::mt19937_64 random(5);
  for (int width = 1; width <= 32; ++width) {
    const std::size_t lanes = 1 + random() % 40;
    HexWord word(width, static_cast<std::int64_t>(lanes));
    std::vector<int> bits;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const auto code = static_cast<std::int64_t>(random()) >> 20;
      word.append(code);
      for (int bit = 0; bit < width; ++bit) bits.push_back(static_cast<int>((code >> bit) & 1));
    }
    while (bits.size() % 4 != 0) bits.push_back(0);
    std::string expected;
    for (std::size_t at = 0; at < bits.size(); at += 4) {
      const int digit = bits[at] + 2 * bits[at + 1] + 4 * bits[at + 2] + 8 * bits[at + 3];
      expected.insert(expected.begin(), "0123456789abcdef"[digit]);
    }
    INFO("width " << width);
    CHECK(word.digits() == expected);
  }
}

}  // namespace rtl4ml
