#include "sw/quantize/packing.hpp"

#include <cassert>

namespace rtl4ml {

Packing packing_of(int bits) {
  assert(bits == 8 || bits == 4 || bits == 3 || bits == 2);
  return bits == 3 ? Packing{3, 10, 4} : Packing{bits, 8 / bits, 1};
}

std::int64_t packed_bytes(std::int64_t count, int bits) {
  const Packing packing = packing_of(bits);
  return (count + packing.codes_per_word - 1) / packing.codes_per_word * packing.bytes_per_word;
}

std::vector<std::byte> pack(std::span<const std::uint8_t> codes, int bits) {
  const Packing packing = packing_of(bits);
  const auto per_word = static_cast<std::size_t>(packing.codes_per_word);
  std::vector<std::byte> bytes;
  bytes.reserve(static_cast<std::size_t>(packed_bytes(static_cast<std::int64_t>(codes.size()), bits)));
  for (std::size_t first = 0; first < codes.size(); first += per_word) {
    std::uint32_t word = 0;
    for (std::size_t i = first; i < codes.size() && i < first + per_word; ++i) {
      assert(codes[i] >> bits == 0);
      word |= static_cast<std::uint32_t>(codes[i]) << (static_cast<std::size_t>(bits) * (i - first));
    }
    for (int byte = 0; byte < packing.bytes_per_word; ++byte)
      bytes.push_back(static_cast<std::byte>(word >> (8 * byte)));
  }
  return bytes;
}

std::vector<std::uint8_t> unpack(std::span<const std::byte> bytes, std::int64_t count, int bits) {
  assert(static_cast<std::int64_t>(bytes.size()) == packed_bytes(count, bits));
  const Packing packing = packing_of(bits);
  const auto per_word = static_cast<std::size_t>(packing.codes_per_word);
  const auto word_bytes = static_cast<std::size_t>(packing.bytes_per_word);
  std::vector<std::uint8_t> codes(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    std::uint32_t word = 0;
    for (std::size_t byte = word_bytes; byte-- > 0;)
      word = word << 8 | std::to_integer<std::uint32_t>(bytes[i / per_word * word_bytes + byte]);
    const std::uint32_t mask = (1U << static_cast<unsigned>(bits)) - 1U;
    codes[i] = static_cast<std::uint8_t>(word >> (static_cast<std::size_t>(bits) * (i % per_word)) & mask);
  }
  return codes;
}

}  // namespace rtl4ml
