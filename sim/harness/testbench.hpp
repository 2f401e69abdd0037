// One run over all vectors: reset, first vector alone, stream, resets in flight, drain. C++17, shared by the C++ and
// the SystemC engine, which only move the clock and call drive() after a rising edge and sample() before the next one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/harness/driver.hpp"
#include "sim/harness/job.hpp"
#include "sim/harness/monitor.hpp"
#include "sim/harness/reloader.hpp"
#include "sim/scoreboard/scoreboard.hpp"
#include "sim/traffic/traffic.hpp"

namespace rtl4ml {

/// What a run found out; cycles count from 0, the first cycle of the first reset.
struct Outcome {
  std::int64_t cycles = 0;
  std::int64_t latency_cycles = 0;  ///< first vector, alone: first beat in to last beat out, both included
  double interval_cycles = 0.0;     ///< between the vectors of the longest stretch without a reset; 0: fewer than two
  std::int64_t resets = 0;
  bool hang = false;
  bool hang_in_input = false;   ///< the input stream is blocked; otherwise the output gives nothing
  std::int64_t hang_since = 0;  ///< cycle of the last beat on either side
};

class Testbench {
 public:
  Testbench(const Job& job, const Pins& pins, Driver driver, Scoreboard scoreboard, Monitor monitor, Reloader reloader)
      : job_(job),
        pins_(pins),
        driver_(driver),
        scoreboard_(scoreboard),
        monitor_(std::move(monitor)),
        reloader_(std::move(reloader)),
        ready_(static_cast<Pattern>(job.stall), job.seed * 2 + 1, job.fill_cycles),
        random_(job.seed ^ 0x5E5E7ULL),
        drain_left_(job.latency_cycles + 2 * job.interval_cycles + 64) {
    driver_.limit(1);
    for (std::int64_t i = 0; i < job.resets; ++i) reset_at_.push_back(random_.between(0, job.vectors - 1));
    std::sort(reset_at_.begin(), reset_at_.end());
  }

  /// Sets the design's inputs for the cycle that has just begun.
  void drive() {
    if (reset_left_ > 0) {
      *pins_.rst = 1;
      if (outcome_.resets > 0) driver_.offer_in_reset();
      *pins_.out_ready = 0;
      reloader_.rest();
      return;
    }
    if (*pins_.rst != 0) {
      *pins_.rst = 0;
      driver_.rewind(scoreboard_.vector());
      monitor_.forget();
    }
    if (!reloader_.done()) reload();
    const bool free = first_ || scoreboard_.empty();
    driver_.drive(free);
    *pins_.out_ready = free || ready_.willing(out_valid_) ? 1 : 0;
  }

  /// Looks at both handshakes at the end of a cycle, its inputs and outputs settled. Result: false when all is over.
  bool sample() {
    const std::int64_t cycle = outcome_.cycles++;
    if (reset_left_ > 0) {
      --reset_left_;
      return true;
    }
    out_valid_ = *pins_.out_valid != 0;
    const bool taken = driver_.sample();
    if (taken && first_cycle_ < 0) first_cycle_ = cycle;
    const bool given = monitor_.sample(scoreboard_.beat() + 1 == job_.out_beats, cycle);
    if (given) give(cycle);
    if (taken || given) {
      quiet_ = 0;
      last_beat_ = cycle;
    } else if (quiet(cycle)) {
      return false;
    }
    if (strike_in_ >= 0 || next_reset_ < reset_at_.size()) count_down();
    if (!scoreboard_.empty() || reset_left_ > 0) return true;
    return drain();
  }

  /// The bulk of an unstalled run, up to the last vector and at most `cycles` cycles: what drive() and sample() do,
  /// without what cannot happen there. `rise` and `fall` move the clock. Result: whether it did anything.
  template <class Rise, class Fall>
  bool stream(std::int64_t cycles, Rise rise, Fall fall) {
    const bool plain = job_.stall == 0 && !first_ && reloader_.done() && reset_left_ == 0 && strike_in_ < 0 &&
                       next_reset_ == reset_at_.size() && *pins_.out_ready != 0;
    const std::int64_t last_vector = job_.vectors - 1;
    if (!plain || scoreboard_.vector() >= last_vector) return false;
    std::int64_t cycle = outcome_.cycles;
    const std::int64_t end = cycle + cycles;
    while (cycle < end && quiet_ < job_.hang_cycles - 1 && scoreboard_.vector() < last_vector) {
      rise();
      driver_.drive(true);
      fall();
      const bool taken = driver_.sample();
      const bool given = *pins_.out_valid != 0;
      if (given) give(cycle);
      if (taken || given) {
        quiet_ = 0;
        last_beat_ = cycle;
      } else {
        ++quiet_;
      }
      ++cycle;
    }
    if (cycle == outcome_.cycles) return false;
    outcome_.cycles = cycle;
    return true;
  }

  [[nodiscard]] const Outcome& outcome() const { return outcome_; }
  [[nodiscard]] const Scoreboard& scoreboard() const { return scoreboard_; }
  [[nodiscard]] const Monitor& monitor() const { return monitor_; }
  [[nodiscard]] const Driver& driver() const { return driver_; }
  [[nodiscard]] bool in_reset() const { return reset_left_ > 0; }

 private:
  /// Between two vectors, when those before are out: other weights, then the vectors that they are for.
  void reload() {
    reloading_ = reloader_.due(scoreboard_.vector());
    if (!reloading_) return;
    window_ = 0;
    quiet_ = 0;
    if (!reloader_.write()) return;
    reloading_ = false;
    driver_.limit(reloader_.limit(job_.vectors));
  }

  [[gnu::always_inline]] void give(std::int64_t cycle) {
    if (scoreboard_.empty()) {
      monitor_.complain(cycle, "data_out gave a beat more than the vectors fed have");
      return;
    }
    if (driver_.position() <= scoreboard_.vector() * job_.in_beats) {
      monitor_.complain(cycle, "data_out gave a beat of a vector that was not fed yet");
    }
    if (scoreboard_.take(pins_.out_data, cycle)) finish_vector(cycle);
  }

  void finish_vector(std::int64_t cycle) {
    if (first_) {
      first_ = false;
      outcome_.latency_cycles = cycle - first_cycle_ + 1;
      driver_.limit(reloader_.limit(job_.vectors));
      return;
    }
    if (window_ == 0) window_start_ = cycle;
    if (window_ > 0 && window_ >= longest_window_) {
      longest_window_ = window_;
      longest_window_ = window_;
      outcome_.interval_cycles = static_cast<double>(cycle - window_start_) / static_cast<double>(window_);
    }
    ++window_;
  }

  /// A cycle without a beat. Cycles in which the test bench itself withheld do not count. Result: whether it hangs.
  bool quiet(std::int64_t cycle) {
    const bool output_open = *pins_.out_ready != 0 || ready_.answering();
    const bool input_open = driver_.offering() || driver_.done();
    if (reloading_ || scoreboard_.empty() || !output_open || !input_open || ++quiet_ < job_.hang_cycles) return false;
    outcome_.hang = true;
    outcome_.hang_in_input = driver_.offering() && cycle > 0;
    outcome_.hang_since = last_beat_;
    return true;
  }

  /// Waits for the vector after which the next reset is due, then some cycles more, then strikes.
  void count_down() {
    if (strike_in_ < 0) {
      if (first_ || driver_.vector() < reset_at_[next_reset_]) return;
      ++next_reset_;
      strike_in_ = random_.between(0, job_.latency_cycles + 2 * job_.interval_cycles);
    }
    if (strike_in_-- > 0) return;
    if (scoreboard_
            .empty()) {  // nothing in flight: feed the last vectors again, so that the reset has something to hit
      feed_again();
      return;
    }
    reset_left_ = random_.between(1, 3);
    ++outcome_.resets;
    scoreboard_.rewind(scoreboard_.vector());
    window_ = 0;
    quiet_ = 0;
  }

  void feed_again() {
    const std::int64_t from = std::max<std::int64_t>(reloader_.last_vector(), job_.vectors - 4);
    driver_.rewind(from);
    scoreboard_.rewind(from);
    window_ = 0;
    strike_in_ = random_.between(1, job_.latency_cycles);
  }

  /// All vectors are out: resets still due come now; then nothing more may appear. Result: false when over.
  bool drain() {
    if (strike_in_ >= 0 || next_reset_ < reset_at_.size()) {
      if (strike_in_ < 0) ++next_reset_;
      feed_again();
      return true;
    }
    return drain_left_-- > 0;
  }

  Job job_;
  Pins pins_;
  Driver driver_;
  Scoreboard scoreboard_;
  Monitor monitor_;
  Reloader reloader_;
  Traffic ready_;
  SplitMix64 random_;
  bool out_valid_ = false;  // in the cycle before
  bool reloading_ = false;
  Outcome outcome_;
  std::int64_t reset_left_ = 4;  // the first reset
  std::vector<std::int64_t> reset_at_;
  std::size_t next_reset_ = 0;
  std::int64_t strike_in_ = -1;  // cycles until the armed reset; -1: none is armed
  bool first_ = true;            // the first vector is on its way, alone and unstalled
  std::int64_t first_cycle_ = -1;
  std::int64_t window_ = 0, longest_window_ = 0, window_start_ = 0;
  std::int64_t quiet_ = 0, last_beat_ = 0;
  std::int64_t drain_left_;
};

}  // namespace rtl4ml
