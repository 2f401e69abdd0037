// Time that has passed on the wall's clock.
#pragma once

#include <chrono>

namespace rtl4ml {

/// Runs from its construction.
class Stopwatch {
 public:
  /// Seconds since construction or the last lap.
  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  /// The same, and starts again.
  double lap() {
    const Clock::time_point now = Clock::now();
    const double passed = std::chrono::duration<double>(now - start_).count();
    start_ = now;
    return passed;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace rtl4ml
