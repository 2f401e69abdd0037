#include "gen/folding/cheapest_path.hpp"

#include <algorithm>
#include <cmath>

namespace rtl4ml {
namespace {

/// The cheapest way to every column over all rows that are reached at `reached`.
struct Relaxed {
  std::vector<double> cost;
  std::vector<std::size_t> from;
};

Relaxed relax(const std::vector<double>& reached, const CostTable& table) {
  Relaxed result{std::vector<double>(table.columns(), kNever), std::vector<std::size_t>(table.columns(), 0)};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (reached[row] == kNever) continue;
    for (std::size_t column = 0; column < table.columns(); ++column) {
      const double cost = reached[row] + table.at(row, column);
      if (cost >= result.cost[column]) continue;
      result.cost[column] = cost;
      result.from[column] = row;
    }
  }
  return result;
}

/// The least cost from every row to the end, by what the columns' ways to it cost.
std::vector<double> relax_back(const CostTable& table, const std::vector<double>& behind) {
  std::vector<double> result(table.rows(), kNever);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t column = 0; column < table.columns(); ++column)
      result[row] = std::min(result[row], table.at(row, column) + behind[column]);
  }
  return result;
}

/// A step's choice, and what the best path through it costs.
struct Through {
  double cost;
  std::size_t step, in, out;
};

std::vector<Through> throughs(const PathCosts& costs) {
  const std::size_t count = costs.steps.size();
  std::vector<std::vector<double>> behind(count);  // [step] from its choice out
  for (std::size_t step = count; step-- > 0;) {
    behind[step] = step + 1 == count
                       ? std::vector<double>(costs.steps[step].columns(), 0.0)
                       : relax_back(costs.joints[step], relax_back(costs.steps[step + 1], behind[step + 1]));
  }
  std::vector<Through> result;
  std::vector<double> reached(costs.steps.front().rows(), 0.0);
  for (std::size_t step = 0; step < count; ++step) {
    if (step > 0) reached = relax(reached, costs.joints[step - 1]).cost;
    const CostTable& table = costs.steps[step];
    for (std::size_t in = 0; in < table.rows(); ++in) {
      for (std::size_t out = 0; out < table.columns(); ++out) {
        const double cost = reached[in] + table.at(in, out) + behind[step][out];
        if (cost < kNever) result.push_back({cost, step, in, out});
      }
    }
    reached = relax(reached, table).cost;
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const Through& one, const Through& other) { return one.cost < other.cost; });
  return result;
}

/// The table with that choice alone.
CostTable only(const CostTable& table, const Through& through) {
  CostTable result(table.rows(), table.columns());
  for (std::size_t in = 0; in < table.rows(); ++in) {
    for (std::size_t out = 0; out < table.columns(); ++out) result.at(in, out) = kNever;
  }
  result.at(through.in, through.out) = table.at(through.in, through.out);
  return result;
}

}  // namespace

std::vector<Path> cheapest_paths(const PathCosts& costs, std::size_t most) {
  std::vector<Path> paths;
  PathCosts trial = costs;
  for (const Through& through : throughs(costs)) {
    if (paths.size() == most) break;
    const bool known = std::any_of(paths.begin(), paths.end(), [&](const Path& path) {
      return path.choices[through.step] == std::pair{through.in, through.out};
    });
    if (known) continue;  // the path that goes through it came first, so it is its best
    trial.steps[through.step] = only(costs.steps[through.step], through);
    paths.push_back(*cheapest_path(trial));
    trial.steps[through.step] = costs.steps[through.step];
  }
  return paths;
}

std::optional<Path> cheapest_path(const PathCosts& costs) {
  std::vector<Relaxed> joints, steps;  // [step]
  std::vector<double> reached(costs.steps.front().rows(), 0.0);
  for (std::size_t step = 0; step < costs.steps.size(); ++step) {
    if (step > 0) {
      joints.push_back(relax(reached, costs.joints[step - 1]));
      reached = joints.back().cost;
    }
    steps.push_back(relax(reached, costs.steps[step]));
    reached = steps.back().cost;
  }
  const auto last = std::min_element(reached.begin(), reached.end());
  if (last == reached.end() || *last == kNever) return std::nullopt;
  Path path;
  path.cost = *last;
  path.choices.resize(costs.steps.size());
  auto out = static_cast<std::size_t>(last - reached.begin());
  for (std::size_t step = costs.steps.size(); step-- > 0;) {
    const std::size_t in = steps[step].from[out];
    path.choices[step] = {in, out};
    if (step > 0) out = joints[step - 1].from[in];
  }
  return path;
}

}  // namespace rtl4ml
