#include "sim/beats.hpp"

#include "sim/scoreboard/scoreboard.hpp"
#include "sw/base/split_mix.hpp"
#include "tests/catch.hpp"

using namespace rtl4ml;

namespace {

StreamSignature stream_of(int features, int parallelism, int width, bool is_signed) {
  StreamSignature stream;
  stream.features = features;
  stream.parallelism = parallelism;
  stream.beats = (features + parallelism - 1) / parallelism;
  stream.type = {width, 0, is_signed};
  return stream;
}

}  // namespace

TEST_CASE("codes packed into beats come back, at every width, sign and parallelism") {
  SplitMix64 random(3);
  for (int width = 1; width <= 32; ++width) {
    for (const int parallelism : {1, 3, 5, 16}) {
      const StreamSignature stream = stream_of(16, parallelism, width, width % 2 == 0);
      std::vector<std::int64_t> codes(2 * 16);
      for (std::int64_t& code : codes) code = random.between(stream.type.min_code(), stream.type.max_code());
      const std::string beats = pack_beats(stream, codes, 99);
      const auto bytes = static_cast<std::size_t>(beat_bytes(stream.beat_bits()));
      REQUIRE(beats.size() == 2 * static_cast<std::size_t>(stream.beats) * bytes);
      for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::size_t beat =
            i / 16 * static_cast<std::size_t>(stream.beats) + i % 16 / static_cast<std::size_t>(parallelism);
        const std::string_view one = std::string_view(beats).substr(beat * bytes, bytes);
        REQUIRE(unpack_element(stream, one, static_cast<int>(i % 16) % parallelism) == codes[i]);
      }
    }
  }
}

TEST_CASE("masks cover the lanes that carry data, padding stays within the port") {
  const StreamSignature stream = stream_of(6, 4, 5, true);  // 20 bits in 4 bytes; the last beat has two lanes
  CHECK(beat_masks(stream) == std::string("\xff\xff\x0f\x00\xff\x03\x00\x00", 8));
  const std::string beats = pack_beats(stream, std::vector<std::int64_t>(6, 0), 12345);
  CHECK(beats[7] == 0);
  CHECK((static_cast<unsigned char>(beats[6]) & 0xF0U) == 0);
  CHECK(beats.substr(4, 3) != std::string(3, '\0'));  // the padded lanes hold something
  CHECK(pack_beats(stream, std::vector<std::int64_t>(6, 0), 0) == std::string(8, '\0'));
}
