#include "sim/beats.hpp"

#include <algorithm>

#include "sim/scoreboard/scoreboard.hpp"
#include "sw/base/split_mix.hpp"

namespace rtl4ml {
namespace {

/// Ors the low `width` bits of a code into a beat at `bit`.
void put_bits(unsigned char* beat, std::int64_t bit, int width, std::uint64_t code) {
  const std::uint64_t clean = code & ((std::uint64_t{1} << static_cast<unsigned>(width)) - 1);
  std::uint64_t shifted = clean << static_cast<unsigned>(bit % 8);  // at most 32 + 7 bits
  for (unsigned char* at = beat + bit / 8; shifted != 0; shifted >>= 8U) *at++ |= static_cast<unsigned char>(shifted);
}

}  // namespace

std::string pack_beats(const StreamSignature& stream, std::span<const std::int64_t> codes, std::uint64_t padding_seed) {
  const auto features = static_cast<std::size_t>(stream.features);
  const std::size_t vectors = codes.size() / features;
  const auto bytes = static_cast<std::size_t>(beat_bytes(stream.beat_bits()));
  const int width = stream.type.width;
  std::string packed(vectors * static_cast<std::size_t>(stream.beats) * bytes, '\0');
  auto* beat = reinterpret_cast<unsigned char*>(packed.data());
  SplitMix64 padding(padding_seed);
  const std::int64_t* code = codes.data();
  for (std::size_t vector = 0; vector < vectors; ++vector) {
    int left = stream.features;
    for (int i = 0; i < stream.beats; ++i, beat += bytes) {
      const int lanes = std::min(left, stream.parallelism);
      for (int lane = 0; lane < lanes; ++lane) {
        put_bits(beat, static_cast<std::int64_t>(lane) * width, width, static_cast<std::uint64_t>(*code++));
      }
      for (int lane = lanes; padding_seed != 0 && lane < stream.parallelism; ++lane) {
        put_bits(beat, static_cast<std::int64_t>(lane) * width, width, padding.next());
      }
      left -= lanes;
    }
  }
  return packed;
}

std::string beat_masks(const StreamSignature& stream) {
  StreamSignature one = stream;  // a vector of a full beat, and one of what the last beat holds
  one.beats = 1;
  one.features = std::min(stream.features, stream.parallelism);
  const std::vector<std::int64_t> full(static_cast<std::size_t>(one.features), -1);
  std::string masks = pack_beats(one, full, 0);
  one.features = stream.features - (stream.beats - 1) * stream.parallelism;
  const std::vector<std::int64_t> last(static_cast<std::size_t>(one.features), -1);
  return masks + pack_beats(one, last, 0);
}

std::int64_t unpack_element(const StreamSignature& stream, std::string_view beat, int lane) {
  const int width = stream.type.width;
  const std::int64_t bit = static_cast<std::int64_t>(lane) * width;
  std::uint64_t word = 0;
  for (int i = 0; i < 5; ++i) {
    const auto at = static_cast<std::size_t>(bit / 8 + i);
    if (at < beat.size())
      word |= static_cast<std::uint64_t>(static_cast<unsigned char>(beat[at])) << static_cast<unsigned>(8 * i);
  }
  word = (word >> static_cast<unsigned>(bit % 8)) & ((std::uint64_t{1} << static_cast<unsigned>(width)) - 1);
  const std::uint64_t sign = std::uint64_t{1} << static_cast<unsigned>(width - 1);
  if (stream.type.is_signed && (word & sign) != 0)
    return static_cast<std::int64_t>(word) - static_cast<std::int64_t>(sign << 1U);
  return static_cast<std::int64_t>(word);
}

}  // namespace rtl4ml
