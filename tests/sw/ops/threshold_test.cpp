#include "sw/ops/threshold.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("threshold counts what each feature has reached", "[ops]") {
  const FixedType in = {4, 1, true};
  // Feature 0 rises; feature 1 falls; feature 2 has a threshold twice; feature 3 one always and one never reached.
  const ThresholdOp op = {in, {5, 1, true}, {3, 0, true}, 2, {-3, 2, -3, 2, 1, 1, -8, 8}, {0, 1, 0, 0}, -1};
  for (std::int64_t x = in.min_code(); x <= in.max_code(); ++x) {
    std::vector<std::int64_t> got(4);
    threshold(op, std::vector<std::int64_t>(4, x), got);
    const std::int64_t reached = x < -3 ? 0 : x < 2 ? 1 : 2;
    CHECK(got == std::vector<std::int64_t>{reached - 1, 1 - reached, x < 1 ? -1 : 1, 0});
  }
}

TEST_CASE("threshold without falling features, over several vectors", "[ops]") {
  const ThresholdOp op = {{32, 0, true}, {33, 0, true}, {1, 0, false}, 1, {-(1LL << 31), 1LL << 31}, {}, 0};
  const std::vector<std::int64_t> data_in = {-(1LL << 31), -(1LL << 31), (1LL << 31) - 1, (1LL << 31) - 1};
  std::vector<std::int64_t> got(4);
  threshold(op, data_in, got);
  CHECK(got == std::vector<std::int64_t>{1, 0, 1, 0});
}

}  // namespace rtl4ml
