#include "sw/onnx/code_line.hpp"

#include <algorithm>
#include <cmath>

#include "sw/data/random.hpp"
#include "tests/seed.hpp"
#include "tests/sw/onnx/models.hpp"

namespace rtl4ml {
namespace {

/// The definition, in 64 bits: an arithmetic shift rounds down.
std::int64_t line_at(const CodeLine& line, const Staircase& stairs, std::size_t f, std::int64_t x) {
  const std::int64_t code = (x * line.weight[f] + line.bias[f]) >> line.shift;
  return std::clamp(code, stairs.lowest, stairs.lowest + stairs.levels);
}

}  // namespace

TEST_CASE("a line equals the rounding of a real line at every integer", "[onnx]") {
  const std::uint64_t seed = test_seed(82);
  INFO("seed " << seed);
  for (std::uint64_t trial = 0; trial < 40; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const auto levels = static_cast<double>(1 + random.below(60));
    std::vector<double> gain, offset;
    std::vector<std::int64_t> low, high;
    for (int f = 0; f < 3; ++f) {
      gain.push_back(f == 2 ? 0.0 : random.uniform(-0.2, 0.2));
      offset.push_back(random.uniform(-levels, 2.0 * levels));
      low.push_back(-static_cast<std::int64_t>(random.below(2000)));
      high.push_back(static_cast<std::int64_t>(random.below(2000)));
    }
    const auto codes = [&](std::span<const std::int64_t> x) {
      std::vector<std::int64_t> result;
      for (std::size_t f = 0; f < x.size(); ++f)
        result.push_back(std::llround(std::clamp(gain[f] * static_cast<double>(x[f]) + offset[f], 0.0, levels)));
      return Result<std::vector<std::int64_t>>(result);
    };
    const Result<Staircase> stairs = find_staircase(codes, low, high, 100);
    REQUIRE(stairs);
    const std::optional<CodeLine> line = fit_code_line(*stairs, low, high);
    REQUIRE(line);
    CHECK(line->shift < 24);
    std::int64_t differences = 0;
    for (std::size_t f = 0; f < low.size(); ++f) {
      for (std::int64_t x = low[f]; x <= high[f]; ++x)
        differences += line_at(*line, *stairs, f, x) == staircase_at(*stairs, f, x) ? 0 : 1;
    }
    CHECK(differences == 0);
  }
}

TEST_CASE("the nearest line is off by one where it says so", "[onnx]") {
  const std::uint64_t seed = test_seed(83);
  INFO("seed " << seed);
  std::int64_t off = 0;
  for (std::uint64_t trial = 0; trial < 4; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    // Many steps and many integers for each: some lie nearer to a tie than a weight of 30 bits can tell.
    constexpr std::int64_t kMost = std::int64_t{1} << 25;
    const double levels = trial == 0 ? 300.0 : 20000.0;
    std::vector<double> gain;
    for (int f = 0; f < 2; ++f) gain.push_back(random.uniform(0.6, 0.9) * levels / static_cast<double>(kMost));
    gain[1] = -gain[1];
    const auto codes = [&](std::span<const std::int64_t> x) {
      std::vector<std::int64_t> result;
      for (std::size_t f = 0; f < x.size(); ++f)
        result.push_back(std::llround(std::clamp(gain[f] * static_cast<double>(x[f]), 0.0, levels)));
      return Result<std::vector<std::int64_t>>(result);
    };
    const std::vector<std::int64_t> low = {-kMost, -kMost}, high = {kMost, kMost};
    const Result<Staircase> stairs = find_staircase(codes, low, high, 65535);
    REQUIRE(stairs);
    const std::optional<NearLine> near = nearest_code_line(*stairs, low, high);
    REQUIRE(near);
    std::int64_t beside = 0, further = 0;
    for (std::size_t i = 0; i < stairs->threshold.size(); ++i) {
      const std::size_t f = i / static_cast<std::size_t>(stairs->levels);
      for (const std::int64_t x : {stairs->threshold[i] - 1, stairs->threshold[i]}) {
        if (x > kMost) continue;
        const std::int64_t away = std::abs(line_at(near->line, *stairs, f, x) - staircase_at(*stairs, f, x));
        beside += away == 1 ? 1 : 0;
        further += away > 1 ? 1 : 0;
      }
    }
    CHECK(beside == near->off);
    CHECK(further == 0);
    off += near->off;
  }
  CHECK(off > 0);
  CHECK(off < 400);
  const Staircase curve{0, 4, {10, 11, 111, 172}, {0}};
  const std::vector<std::int64_t> low = {0}, high = {200};
  CHECK(nearest_code_line(curve, low, high));  // of steps of 1, 100 and 61 each code is at most one away
  const Staircase steeper{0, 6, {10, 11, 12, 13, 14, 172}, {0}};
  CHECK_FALSE(nearest_code_line(steeper, low, high));
}

TEST_CASE("no line takes steps that are no line's", "[onnx]") {
  // Steps of 1, 100 and 61: a rounded line cannot.
  const Staircase stairs{0, 4, {10, 11, 111, 172}, {0}};
  const std::vector<std::int64_t> low = {0}, high = {200};
  CHECK_FALSE(fit_code_line(stairs, low, high));
  // The first two are beyond the data: what is left is one line.
  const std::vector<std::int64_t> later = {50};
  CHECK(fit_code_line(stairs, later, high));
}

}  // namespace rtl4ml
