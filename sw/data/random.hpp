// Random numbers that are the same on every machine and with every standard library.
#pragma once

#include <cstdint>

#include "sw/base/split_mix.hpp"

namespace rtl4ml {

/// The distributions of <random> are left to the implementation and those of libm differ in the last bit, so the ones
/// here use + - * / only.
class Random {
 public:
  explicit Random(std::uint64_t seed) : source_(seed) {}
  /// The generator of element `index` of a sequence: element i does not depend on how many are drawn.
  Random(std::uint64_t seed, std::uint64_t index)
      : source_(SplitMix64(seed).next() ^ (index * 0xD1342543DE82EF95ULL)) {}

  /// 64 uniform bits.
  std::uint64_t bits() { return source_.next(); }
  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform();
  /// Uniform in [low, high).
  double uniform(double low, double high);
  /// Mean 0, variance 1, bell-shaped, within +-6: the sum of twelve uniform numbers.
  double normal();
  /// Uniform in 0 .. bound-1; bound > 0. The bias is below bound * 2^-64.
  std::uint64_t below(std::uint64_t bound);
  /// The seed of a generator that goes on where this one is.
  [[nodiscard]] std::uint64_t state() const { return source_.state(); }

 private:
  SplitMix64 source_;
};

}  // namespace rtl4ml
