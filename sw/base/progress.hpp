// Progress of long work: a line with an estimate on a terminal, plain lines elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace rtl4ml {

/// Writes to standard error, and only once the work has lasted two seconds. On a terminal one line is redrawn;
/// elsewhere a plain line comes every ten seconds.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  /// `unit`: what is counted ("vectors"); `total` 0: not known. `now`: the clock.
  Progress(std::string what, std::string unit, std::int64_t total, std::function<Clock::time_point()> now = Clock::now);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  void update(std::int64_t done);

 private:
  std::string what_;
  std::string unit_;
  std::int64_t total_;
  std::function<Clock::time_point()> now_;
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace rtl4ml
