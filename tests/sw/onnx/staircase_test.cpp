#include "sw/onnx/staircase.hpp"

#include <cmath>

#include "sw/data/random.hpp"
#include "tests/seed.hpp"
#include "tests/sw/onnx/models.hpp"

namespace rtl4ml {
namespace {

/// floor((x * weight + bias) / 2^shift), brought to 0..levels.
struct RandomLine {
  std::int64_t weight, bias;
  int shift, levels;
  [[nodiscard]] std::int64_t at(std::int64_t x) const {
    const std::int64_t floor = (x * weight + bias) >> shift;
    return std::min<std::int64_t>(std::max<std::int64_t>(floor, 0), levels);
  }
};

}  // namespace

TEST_CASE("a staircase is the function that it was found from, at every integer", "[onnx]") {
  const std::uint64_t seed = test_seed(81);
  INFO("seed " << seed);
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    std::vector<RandomLine> lines;
    std::vector<std::int64_t> low, high;
    for (int f = 0; f < 4; ++f) {
      const auto weight = static_cast<std::int64_t>(random.below(200)) - 100;
      lines.push_back({weight, static_cast<std::int64_t>(random.below(40000)) - 20000,
                       static_cast<int>(6 + random.below(6)), static_cast<int>(1 + random.below(20))});
      low.push_back(-static_cast<std::int64_t>(random.below(600)));
      high.push_back(low.back() + static_cast<std::int64_t>(random.below(900)));
    }
    const auto codes = [&](std::span<const std::int64_t> x) -> Result<std::vector<std::int64_t>> {
      std::vector<std::int64_t> result;
      for (std::size_t f = 0; f < x.size(); ++f) {
        CHECK((x[f] >= low[f] && x[f] <= high[f]));  // it is never asked beyond its range
        result.push_back(lines[f].at(x[f]));
      }
      return result;
    };
    const Result<Staircase> stairs = find_staircase(codes, low, high, 100);
    INFO(test::told(stairs));
    REQUIRE(stairs);
    CHECK(stairs->threshold.size() == 4 * static_cast<std::size_t>(stairs->levels));
    std::int64_t differences = 0;
    for (std::size_t f = 0; f < lines.size(); ++f) {
      for (std::int64_t x = low[f]; x <= high[f]; ++x)
        differences += staircase_at(*stairs, f, x) == lines[f].at(x) ? 0 : 1;
    }
    CHECK(differences == 0);
  }
}

TEST_CASE("the steps of a straight line are found in few calls", "[onnx]") {
  std::int64_t calls = 0;
  const auto line = [&calls](std::span<const std::int64_t> x) {
    ++calls;
    return Result<std::vector<std::int64_t>>(std::vector<std::int64_t>{(x[0] * 77) >> 20, (-x[1] * 1000) >> 24});
  };
  const std::vector<std::int64_t> low = {0, 0}, high = {std::int64_t{1} << 27, std::int64_t{1} << 27};
  const Result<Staircase> stairs = find_staircase(line, low, high, 65535);
  REQUIRE(stairs);
  CHECK(stairs->levels == 17856);  // from -8000 to 9856
  CHECK(calls < 5 * stairs->levels + 2100);
  CHECK(stairs->threshold[0] == low[0]);  // 8000 levels below its lowest value
  CHECK(stairs->threshold[8000] == (std::int64_t{1} << 20) / 77 + 1);
}

TEST_CASE("a function that turns round, or has too many steps, is no staircase", "[onnx]") {
  const std::vector<std::int64_t> low = {-50}, high = {50};
  const auto parabola = [](std::span<const std::int64_t> x) {
    return Result<std::vector<std::int64_t>>(std::vector<std::int64_t>{x[0] * x[0] / 100 + (x[0] > 0 ? 1 : 0)});
  };
  test::check_refused(find_staircase(parabola, low, high, 100), "onnx.monotone", "rises nor falls");
  const auto itself = [](std::span<const std::int64_t> x) {
    return Result<std::vector<std::int64_t>>(std::vector<std::int64_t>{x[0]});
  };
  test::check_refused(find_staircase(itself, low, high, 99), "onnx.levels", "has 101 values; at most 100");
  CHECK(find_staircase(itself, low, high, 100));
  const auto broken = [](std::span<const std::int64_t>) -> Result<std::vector<std::int64_t>> {
    return fault("onnx.value", "here", "broken", "mend");
  };
  test::check_refused(find_staircase(broken, low, high, 100), "onnx.value", "broken");
}

}  // namespace rtl4ml
