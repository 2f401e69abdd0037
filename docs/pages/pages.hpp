// The pages of docs that hold figures, written from the results of the rungs: nothing in them is typed by hand.
#pragma once

#include <string>
#include <vector>

#include "docs/pages/results.hpp"

namespace rtl4ml {

/// How many of the claims hold, fail, and were not measured.
struct Verdicts {
  int hold = 0, fail = 0, not_measured = 0;
};

[[nodiscard]] Verdicts verdicts(const std::vector<Claim>& claims, const Results& results);

/// docs/assurance.md: every claim, the command that checks it, and what that command said last; then all figures.
[[nodiscard]] std::string assurance_page(const std::vector<Claim>& claims, const Results& results);

/// docs/performance.md: the rows of the rung bench, part by part.
[[nodiscard]] std::string performance_page(const Results& results);

}  // namespace rtl4ml
