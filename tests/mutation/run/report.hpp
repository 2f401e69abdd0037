// What became of the mutants: a table, a verdict, and build/results/mutation.json.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/mutation/run/equivalents.hpp"
#include "tests/mutation/run/judge.hpp"

namespace rtl4ml::mutation {

/// One judged mutant.
struct Judged {
  const Mutant* mutant = nullptr;
  Verdict verdict;
};

struct Score {
  int mutants = 0;  ///< that compile
  int killed = 0;
  int by_lint = 0;  ///< of the killed: by a linter's warning or a module's own check of its parameters
  int equivalent = 0;
  int surviving = 0;  ///< neither killed nor on the list
  int not_compiled = 0;

  [[nodiscard]] double killed_percent() const { return mutants == 0 ? 0.0 : 100.0 * killed / mutants; }
};

/// At least this many percent have to be killed.
inline constexpr double kLeastKilled = 96.0;

struct Report {
  std::map<std::string, Score> files;  ///< by path
  Score total;
  std::vector<Judged> survivors;   ///< not on the list
  std::vector<std::string> stale;  ///< entries of the list without a surviving mutant
  bool sampled = false;

  [[nodiscard]] bool passed() const {
    const bool enough = sampled || total.killed_percent() >= kLeastKilled;  // of a few, equivalents may be many
    return total.mutants > 0 && enough && survivors.empty() && stale.empty();
  }
};

/// `sampled`: some mutants of the library were not judged, so that an entry of the list may be without its mutant.
[[nodiscard]] Report report_of(const std::vector<Judged>& judged, const Equivalents& equivalents, bool sampled);

/// A line per file.
[[nodiscard]] std::string table_of(const Report& report);

}  // namespace rtl4ml::mutation
