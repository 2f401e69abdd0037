// What Verilator counted while the unit suite ran: blocks of lines, and bits that changed.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "sw/base/error.hpp"

namespace rtl4ml::coverage {

/// One thing in the source that a simulation can reach. Modules are compiled once per set of parameters: what has the
/// same place and name in two of them is one point.
struct Point {
  std::string file;  ///< below rtl_templates
  int line = 0;
  int column = 0;
  bool toggle = false;  ///< a bit of a signal; else a block of lines
  std::string name;     ///< "count_q[3]"; "block", "if", "else", ...

  friend auto operator<=>(const Point&, const Point&) = default;
};

struct Count {
  std::uint64_t hits = 0;  ///< the most of any one instance in any one run
  std::set<int> lines;     ///< of a block
};

/// A bit has toggled when it has risen and fallen.
inline constexpr std::uint64_t kToggleHits = 2;

[[nodiscard]] inline bool reached(const Point& point, const Count& count) {
  return count.hits >= (point.toggle ? kToggleHits : 1);
}

using Points = std::map<Point, Count>;

/// Adds the points of one file that Verilator wrote. `root`: the folder that point.file is relative to; points outside
/// of it (the bench) are left out. Errors: coverage.data (not such a file), with its line
[[nodiscard]] Result<void> add_points(Points& points, const std::string& path, std::string_view text,
                                      const std::string& root);

}  // namespace rtl4ml::coverage
