// One line per measured figure: what, the measured value, the bound it must keep, and whether it does.
#pragma once

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace rtl4ml::bench {

/// Prints "pass  what  measured  (bound)" and answers whether it passed. Where RTL4ML_BENCH_ROWS names a file the row
/// is added to it as well, for bench/run: passed (1, 0), what, measured, bound and an empty reference, tabs between
/// them.
inline bool print_row(const std::string& what, const std::string& measured, const std::string& bound, bool passed) {
  fmt::print("{}  {:<58} {:<34} {}\n", passed ? "pass" : "FAIL", what, measured, bound);
  std::fflush(stdout);
  if (const char* const rows = std::getenv("RTL4ML_BENCH_ROWS")) {  // NOLINT(concurrency-mt-unsafe)
    std::ofstream(rows, std::ios::app) << fmt::format("{}\t{}\t{}\t{}\t\n", passed ? 1 : 0, what, measured, bound);
  }
  return passed;
}

}  // namespace rtl4ml::bench
