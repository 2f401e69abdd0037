#include "sim/scoreboard/scoreboard.hpp"

#include <vector>

#include "tests/catch.hpp"

using namespace rtl4ml;

TEST_CASE("the scoreboard compares beats of every size under their masks") {
  for (const int bytes : {1, 2, 4, 8, 12}) {
    const auto size = static_cast<std::size_t>(bytes);
    std::vector<unsigned char> expected(2 * 2 * size, 0x5A);  // two vectors of two beats
    const std::vector<unsigned char> full(size, 0xFF);
    std::vector<unsigned char> last(size, 0xFF);
    last.back() = 0x0F;
    Scoreboard board(expected.data(), 2, 2, 2, bytes, full.data(), last.data(), nullptr);
    std::vector<unsigned char> beat(size, 0x5A);
    CHECK_FALSE(board.take(beat.data(), 10));
    beat.back() = 0xFA;  // differs in padding only
    CHECK(board.take(beat.data(), 11));
    CHECK(board.mismatch_beats() == 0);
    CHECK_FALSE(board.take(beat.data(), 12));  // the same bits count in a full beat
    CHECK(board.mismatch_beats() == 1);
    CHECK(board.first_bad_vector() == 1);
    board.rewind(1);
    beat.back() = 0x5A;
    CHECK_FALSE(board.take(beat.data(), 20));
    CHECK(board.take(beat.data(), 21));
    CHECK(board.empty());
  }
}
