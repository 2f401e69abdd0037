#include "gen/folding/cheapest_path.hpp"

#include <functional>
#include <iostream>

#include "sw/base/split_mix.hpp"
#include "tests/catch.hpp"
#include "tests/sw/model/random_model.hpp"

namespace rtl4ml {
namespace {

/// Whole numbers, so that sums are exact; one of five is not allowed.
CostTable random_table(std::size_t rows, std::size_t columns, SplitMix64& random) {
  CostTable table(rows, columns);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column)
      table.at(row, column) = random.between(0, 4) == 0 ? kNever : static_cast<double>(random.between(0, 50));
  }
  return table;
}

double cost_of(const PathCosts& costs, const std::vector<std::pair<std::size_t, std::size_t>>& choices) {
  double cost = 0.0;
  for (std::size_t step = 0; step < choices.size(); ++step) {
    cost += costs.steps[step].at(choices[step].first, choices[step].second);
    if (step > 0) cost += costs.joints[step - 1].at(choices[step - 1].second, choices[step].first);
  }
  return cost;
}

/// By trying every path.
double least_of_all(const PathCosts& costs) {
  double least = kNever;
  std::vector<std::pair<std::size_t, std::size_t>> choices;
  const std::function<void()> go_on = [&] {
    if (choices.size() == costs.steps.size()) {
      least = std::min(least, cost_of(costs, choices));
      return;
    }
    const CostTable& step = costs.steps[choices.size()];
    for (std::size_t in = 0; in < step.rows(); ++in) {
      for (std::size_t out = 0; out < step.columns(); ++out) {
        choices.emplace_back(in, out);
        go_on();
        choices.pop_back();
      }
    }
  };
  go_on();
  return least;
}

}  // namespace

TEST_CASE("the cheapest path is that of trying them all", "[folding]") {
  const std::uint64_t seed = test_seed(std::random_device{}());
  std::cout << "cheapest path: RTL4ML_SEED=" << seed << "\n";
  INFO("RTL4ML_SEED=" << seed);
  SplitMix64 random(seed);
  const auto size = [&random] { return static_cast<std::size_t>(random.between(1, 4)); };
  int blocked = 0;
  for (int round = 0; round < 300; ++round) {
    PathCosts costs;
    for (std::int64_t steps = random.between(1, 4); steps > 0; --steps) {
      costs.steps.push_back(random_table(size(), size(), random));
      if (costs.steps.size() == 1) continue;
      costs.joints.push_back(
          random_table(costs.steps[costs.steps.size() - 2].columns(), costs.steps.back().rows(), random));
    }
    const double least = least_of_all(costs);
    const std::optional<Path> path = cheapest_path(costs);
    REQUIRE(path.has_value() == (least < kNever));
    blocked += path ? 0 : 1;
    if (!path) continue;
    CHECK(path->cost == least);
    CHECK(cost_of(costs, path->choices) == least);
  }
  CHECK(blocked > 0);
}

TEST_CASE("of equal paths the one of the earlier choices is taken", "[folding]") {
  PathCosts costs;
  costs.steps = {CostTable(3, 3), CostTable(3, 2)};
  costs.joints = {CostTable(3, 3)};
  const std::optional<Path> path = cheapest_path(costs);
  REQUIRE(path);
  CHECK(path->choices == std::vector<std::pair<std::size_t, std::size_t>>{{0, 0}, {0, 0}});
}

}  // namespace rtl4ml
