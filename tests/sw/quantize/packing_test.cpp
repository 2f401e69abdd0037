#include "sw/quantize/packing.hpp"

#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {

TEST_CASE("what is packed is unpacked, for every count of codes", "[quantize]") {
  Random random(test::seed());
  for (const int bits : {8, 4, 3, 2}) {
    for (std::int64_t count = 0; count < 70; ++count) {
      std::vector<std::uint8_t> codes;
      for (std::int64_t i = 0; i < count; ++i) codes.push_back(static_cast<std::uint8_t>(random.below(1U << bits)));
      const std::vector<std::byte> bytes = pack(codes, bits);
      REQUIRE(static_cast<std::int64_t>(bytes.size()) == packed_bytes(count, bits));
      REQUIRE(unpack(bytes, count, bits) == codes);
    }
  }
}

TEST_CASE("the layout of the bits", "[quantize]") {
  const auto bytes = [](const std::vector<std::uint8_t>& codes, int bits) {
    std::vector<int> result;
    for (const std::byte byte : pack(codes, bits)) result.push_back(std::to_integer<int>(byte));
    return result;
  };
  CHECK(bytes({200, 3}, 8) == std::vector<int>{200, 3});
  CHECK(bytes({1, 15, 2}, 4) == std::vector<int>{0xF1, 0x02});
  CHECK(bytes({1, 2, 3, 0, 3}, 2) == std::vector<int>{0b00111001, 3});
  // Ten codes in 30 bits, two of 32 left empty.
  CHECK(bytes({7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, 3) == std::vector<int>{0xFF, 0xFF, 0xFF, 0x3F});
  CHECK(bytes({0, 1, 0, 0, 0, 0, 0, 0, 0, 4, 5}, 3) == std::vector<int>{0x08, 0, 0, 0x20, 5, 0, 0, 0});
}

TEST_CASE("bytes of packed codes", "[quantize]") {
  CHECK(packed_bytes(64, 8) == 64);
  CHECK(packed_bytes(64, 4) == 32);
  CHECK(packed_bytes(64, 2) == 16);
  CHECK(packed_bytes(64, 3) == 28);
  CHECK(packed_bytes(0, 3) == 0);
}

}  // namespace rtl4ml
