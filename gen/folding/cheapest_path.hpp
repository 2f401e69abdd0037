// The cheapest way through a chain of steps, each of which has choices for its two ends.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace rtl4ml {

/// What is not allowed.
inline constexpr double kNever = std::numeric_limits<double>::infinity();

/// A table of costs, [row][column].
class CostTable {
 public:
  CostTable(std::size_t rows, std::size_t columns) : columns_(columns), cells_(rows * columns, 0.0) {}
  [[nodiscard]] double& at(std::size_t row, std::size_t column) { return cells_[row * columns_ + column]; }
  [[nodiscard]] double at(std::size_t row, std::size_t column) const { return cells_[row * columns_ + column]; }
  [[nodiscard]] std::size_t rows() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }

 private:
  std::size_t columns_;
  std::vector<double> cells_;
};

/// What a path is chosen from. Shapes: steps [step], of step k [choice in][choice out]; joints [step - 1], of the joint
/// between steps k - 1 and k [choice out of k - 1][choice in of k]
struct PathCosts {
  std::vector<CostTable> steps, joints;
};

struct Path {
  std::vector<std::pair<std::size_t, std::size_t>> choices;  ///< [step] in, out
  double cost = 0.0;
};

/// For every choice of every step the best path through it, without repetitions, the cheapest first, at most `most`.
[[nodiscard]] std::vector<Path> cheapest_paths(const PathCosts& costs, std::size_t most);

/// The path of the least sum; of equal ones that of the earlier choices. Exact: what comes before a joint and what
/// comes after it meet in the choice at the joint alone, so the best way to each choice is all that has to be kept.
/// Result: nothing where no path is allowed. Takes time in proportion to the cells of the tables.
[[nodiscard]] std::optional<Path> cheapest_path(const PathCosts& costs);

}  // namespace rtl4ml
