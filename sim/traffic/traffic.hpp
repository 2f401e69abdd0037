// When a stream's two sides are willing: the stall patterns, drawn from a seed. C++17, shared by every engine.
#pragma once

#include <cstdint>

#include "sw/base/split_mix.hpp"

namespace rtl4ml {

/// none: always willing; random: a coin each cycle; bursty: runs of about 12 cycles; worst: unwilling for longer than
/// the design can buffer, then single-cycle acceptances. The numbers are those of sim/simulate.hpp.
enum class Pattern { kNone = 0, kRandom = 1, kBursty = 2, kWorst = 3 };

/// One side's will, cycle by cycle.
class Traffic {
 public:
  /// `fill_cycles`: cycles after which a blocked design has filled every buffer it has.
  Traffic(Pattern pattern, std::uint64_t seed, std::int64_t fill_cycles)
      : pattern_(pattern), random_(seed), fill_cycles_(fill_cycles < 1 ? 1 : fill_cycles) {
    if (pattern_ == Pattern::kWorst) phase_left_ = fill_cycles_;
  }

  /// Whether this side is willing in the coming cycle. `other_side`: whether the other side was, in the cycle before.
  bool willing(bool other_side) {
    switch (pattern_) {
      case Pattern::kNone:
        return true;
      case Pattern::kRandom:
        return coin();
      case Pattern::kBursty:
        return bursty();
      case Pattern::kWorst:
        return worst(other_side);
    }
    return true;
  }

  /// True while this side only answers: it becomes willing because the other side is (a design whose valid waits for
  /// ready never moves then).
  [[nodiscard]] bool answering() const { return phase_ == Phase::kAnswer; }

 private:
  enum class Phase { kBlocked, kSingles, kAnswer, kFree };

  bool coin() {
    if (coins_left_ == 0) {
      coins_ = random_.next();
      coins_left_ = 64;
    }
    const bool side = (coins_ & 1U) != 0;
    coins_ >>= 1U;
    --coins_left_;
    return side;
  }

  bool bursty() {
    if (phase_left_ == 0) {
      willing_ = !willing_;
      phase_left_ = random_.between(1, 24);
    }
    --phase_left_;
    return willing_;
  }

  void next_phase() {
    switch (phase_) {
      case Phase::kBlocked:
        phase_ = Phase::kSingles;
        break;
      case Phase::kSingles:
        phase_ = Phase::kAnswer;
        answered_ = false;
        break;
      case Phase::kAnswer:
        phase_ = random_.between(0, 1) == 0 ? Phase::kFree : Phase::kBlocked;
        break;
      case Phase::kFree:
        phase_ = Phase::kBlocked;
        break;
    }
    phase_left_ = phase_ == Phase::kBlocked ? fill_cycles_ : random_.between(fill_cycles_ / 2 + 1, 2 * fill_cycles_);
  }

  bool worst(bool other_side) {
    // An answering side stays so until it was asked once: a design whose valid waits for ready then waits for ever.
    if (phase_left_ == 0 && (phase_ != Phase::kAnswer || answered_)) next_phase();
    if (phase_left_ > 0) --phase_left_;
    switch (phase_) {
      case Phase::kBlocked:
        return false;
      case Phase::kSingles:  // one cycle, then one to four without
        if (gap_left_ == 0) {
          gap_left_ = random_.between(1, 4);
          return true;
        }
        --gap_left_;
        return false;
      case Phase::kAnswer:
        answered_ = answered_ || other_side;
        return other_side;
      case Phase::kFree:
        return true;
    }
    return true;
  }

  Pattern pattern_;
  SplitMix64 random_;
  std::int64_t fill_cycles_;
  std::uint64_t coins_ = 0;
  int coins_left_ = 0;
  bool willing_ = false;
  bool answered_ = false;
  Phase phase_ = Phase::kBlocked;
  std::int64_t phase_left_ = 0;
  std::int64_t gap_left_ = 0;
};

}  // namespace rtl4ml
