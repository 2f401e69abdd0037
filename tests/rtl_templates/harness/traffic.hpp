// When a producer offers a beat and when a consumer is ready for one.
#pragma once

#include <cstdint>
#include <random>

namespace rtl4ml::test {

enum class Pattern {
  kAlways,  ///< never stalls
  kRandom,  ///< each cycle on its own
  kBursty,  ///< random runs of both kinds
  kLong,    ///< off for longer than any cell can buffer, then on for a while
  kPolite,  ///< ready only after valid was seen (as producers: rarely); finds a valid that waits for ready
};

/// The pattern of one stream; asked once a cycle.
class Traffic {
 public:
  Traffic(Pattern pattern, std::uint64_t seed) : pattern_(pattern), random_(seed), left_(below(40)) {}

  /// Go in this cycle? `seen` says that valid was up in the cycle before (for consumers).
  bool next(bool seen) {
    switch (pattern_) {
      case Pattern::kAlways:
        return true;
      case Pattern::kRandom:
        return below(2) == 0;
      case Pattern::kPolite:
        return seen && below(3) != 0;
      case Pattern::kBursty:
        return run(1 + below(on_ ? 9 : 6));
      case Pattern::kLong:
        return run(on_ ? 200 : 1 + below(60));
    }
    return true;
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  bool run(int length) {
    if (left_-- <= 0) {
      on_ = !on_;
      left_ = length;
    }
    return on_;
  }

  Pattern pattern_;
  std::mt19937_64 random_;
  int left_ = 0;
  bool on_ = true;
};

}  // namespace rtl4ml::test
