#include "sw/base/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace rtl4ml {

Progress::Progress(std::string what, std::string unit, std::int64_t total, std::function<Clock::time_point()> now)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      total_(total),
      now_(std::move(now)),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(now_()),
      last_(start_) {}

Progress::~Progress() {
  if (drawn_ && terminal_) fmt::print(stderr, "\r\033[K");
}

void Progress::update(std::int64_t done) {
  const Clock::time_point now = now_();
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const double since = std::chrono::duration<double>(now - last_).count();
  if (elapsed < 2.0 || since < (terminal_ ? 0.2 : 10.0)) return;
  last_ = now;
  drawn_ = true;
  std::string line = fmt::format("{}: {} {}", what_, done, unit_);
  if (total_ > 0) {
    const double share = static_cast<double>(done) / static_cast<double>(total_);
    line = fmt::format("{}: {} of {} {}, {:.0f} %", what_, done, total_, unit_, 100.0 * share);
    if (done > 0) line += fmt::format(", {:.0f} s left", elapsed / share - elapsed);
  }
  if (terminal_) {
    fmt::print(stderr, "\r\033[K{}", line);
  } else {
    fmt::print(stderr, "{}\n", line);
  }
  std::fflush(stderr);
}

}  // namespace rtl4ml
