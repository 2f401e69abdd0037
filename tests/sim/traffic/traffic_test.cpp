#include "sim/traffic/traffic.hpp"

#include <vector>

#include "tests/catch.hpp"

using namespace rtl4ml;

namespace {

std::vector<bool> will(Pattern pattern, std::uint64_t seed, int cycles) {
  Traffic traffic(pattern, seed, 50);
  std::vector<bool> side;
  for (int i = 0; i < cycles; ++i) side.push_back(traffic.willing(true));
  return side;
}

int longest_run(const std::vector<bool>& side, bool level) {
  int longest = 0;
  int run = 0;
  for (const bool each : side) {
    run = each == level ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

TEST_CASE("traffic follows its seed and its pattern") {
  for (const Pattern pattern : {Pattern::kNone, Pattern::kRandom, Pattern::kBursty, Pattern::kWorst}) {
    CHECK(will(pattern, 5, 1000) == will(pattern, 5, 1000));
  }
  CHECK(will(Pattern::kRandom, 5, 1000) != will(Pattern::kRandom, 6, 1000));
  CHECK(longest_run(will(Pattern::kNone, 1, 1000), false) == 0);
  const std::vector<bool> coin = will(Pattern::kRandom, 1, 10'000);
  const auto heads = std::count(coin.begin(), coin.end(), true);
  CHECK(heads > 4800);
  CHECK(heads < 5200);
  CHECK(longest_run(will(Pattern::kBursty, 1, 10'000), false) > 16);
  CHECK(longest_run(will(Pattern::kBursty, 1, 10'000), false) <= 24);
  CHECK(longest_run(will(Pattern::kWorst, 1, 10'000), false) >= 50);  // longer than everything buffers
}

TEST_CASE("in its answering phase the worst pattern waits for the other side, for ever if need be") {
  Traffic traffic(Pattern::kWorst, 1, 50);
  int waited = 0;
  for (int i = 0; i < 5000; ++i) {
    if (!traffic.willing(false) && traffic.answering()) ++waited;
  }
  CHECK(waited > 4000);
  CHECK(traffic.willing(true));
}
