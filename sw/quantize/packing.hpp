// Codes of a few bits packed into words, and taken out again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rtl4ml {

/// How many codes a word holds: 8 bits: 1 a byte; 4 bits: 2 a byte; 2 bits: 4 a byte; 3 bits: 10 in 32 bits, 2 of which
/// stay empty.
struct Packing {
  int bits = 8;
  int codes_per_word = 1;
  int bytes_per_word = 1;
};

/// Precondition: bits is 8, 4, 3 or 2
[[nodiscard]] Packing packing_of(int bits);

/// Bytes of `count` codes: ceil(count / codes_per_word) words.
[[nodiscard]] std::int64_t packed_bytes(std::int64_t count, int bits);

/// The first code in the lowest bits of the first word, words little-endian, the rest of the last word zero.
/// Precondition: codes below 2^bits
[[nodiscard]] std::vector<std::byte> pack(std::span<const std::uint8_t> codes, int bits);

/// Precondition: bytes hold `count` codes
[[nodiscard]] std::vector<std::uint8_t> unpack(std::span<const std::byte> bytes, std::int64_t count, int bits);

}  // namespace rtl4ml
