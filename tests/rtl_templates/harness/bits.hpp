// Bit fields in the wide ports of Verilator: 32-bit words, low word first.
#pragma once

#include <cstdint>

namespace rtl4ml::test {

inline void put_bits(std::uint32_t* words, int offset, int width, std::uint64_t value) {
  for (int done = 0; done < width;) {
    const int word = (offset + done) / 32, bit = (offset + done) % 32;
    const int count = width - done < 32 - bit ? width - done : 32 - bit;
    const std::uint32_t mask = (count == 32 ? ~0U : (1U << count) - 1) << bit;
    words[word] = (words[word] & ~mask) | (static_cast<std::uint32_t>(value >> done << bit) & mask);
    done += count;
  }
}

[[nodiscard]] inline std::uint64_t get_bits(const std::uint32_t* words, int offset, int width) {
  std::uint64_t value = 0;
  for (int done = 0; done < width;) {
    const int word = (offset + done) / 32, bit = (offset + done) % 32;
    const int count = width - done < 32 - bit ? width - done : 32 - bit;
    const std::uint64_t part = (words[word] >> bit) & (count == 32 ? ~0U : (1U << count) - 1);
    value |= part << done;
    done += count;
  }
  return value;
}

[[nodiscard]] inline std::uint64_t low_bits(std::int64_t value, int width) {
  return static_cast<std::uint64_t>(value) & (width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1);
}

}  // namespace rtl4ml::test
