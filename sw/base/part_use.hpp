// What something takes of an FPGA, counted by a tool or estimated.
#pragma once

#include <vector>

namespace rtl4ml {

/// Look-up tables, flip-flops, multipliers and block RAMs; half a block is 0.5.
struct Use {
  double lut = 0.0, ff = 0.0, dsp = 0.0, bram = 0.0;

  Use& operator+=(const Use& other) {
    lut += other.lut;
    ff += other.ff;
    dsp += other.dsp;
    bram += other.bram;
    return *this;
  }
  friend Use operator+(Use one, const Use& other) { return one += other; }
  friend Use operator*(double factor, const Use& use) {
    return {factor * use.lut, factor * use.ff, factor * use.dsp, factor * use.bram};
  }
  friend Use operator-(const Use& one, const Use& other) { return one + -1.0 * other; }
  friend bool operator==(const Use&, const Use&) = default;
};

[[nodiscard]] inline Use sum_of(const std::vector<Use>& uses) {
  Use sum;
  for (const Use& use : uses) sum += use;
  return sum;
}

}  // namespace rtl4ml
