// The points, the sources and the exceptions put together: how much was reached, and whether that is enough.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/coverage/report/exceptions.hpp"
#include "tests/coverage/report/points.hpp"

namespace rtl4ml::coverage {

/// The library's files by their name below rtl_templates, line by line.
using Sources = std::map<std::string, std::vector<std::string>>;

enum class Mark { kNone, kReached, kMissed, kExcused };

struct LineReport {
  Mark lines = Mark::kNone;                  ///< kNone: nothing to run, such as a declaration
  std::uint64_t hits = 0;                    ///< of the block that was reached least
  int toggles = 0;                           ///< bits of the signals declared here
  std::vector<std::string> missed, excused;  ///< points that were not reached, by name
};

struct Share {
  int reached = 0, excused = 0, total = 0;
  [[nodiscard]] double percent() const { return total == 0 ? 100.0 : 100.0 * reached / total; }
};

struct Verdict {
  std::map<std::string, std::vector<LineReport>> files;   ///< as Sources; report i is of line i + 1
  std::map<std::string, std::pair<Share, Share>> shares;  ///< of each file: lines, toggles
  Share lines, toggles;
  Errors errors;  ///< coverage.line, coverage.toggle (not reached and not excused), coverage.stale, coverage.toggles
                  ///< (too few, whatever is excused), coverage.file (a file no test instantiates)
};

/// A line is reached when every block that has it was, in any instance; a bit when it rose and fell in one instance.
/// `least_toggles`: percent of the bits that have to be reached, excused or not.
[[nodiscard]] Verdict judge(const Points& points, const Sources& sources, const std::vector<Exception>& exceptions,
                            double least_toggles);

}  // namespace rtl4ml::coverage
