// One line per measured figure: what, the measured value, the bound it must keep, and whether it does.
#pragma once

#include <fmt/format.h>

#include <string>

namespace rtl4ml::bench {

/// Prints "pass  what  measured  (bound)" and answers whether it passed.
inline bool print_row(const std::string& what, const std::string& measured, const std::string& bound, bool passed) {
  fmt::print("{}  {:<58} {:<34} {}\n", passed ? "pass" : "FAIL", what, measured, bound);
  std::fflush(stdout);
  return passed;
}

}  // namespace rtl4ml::bench
