// What a piece of hardware is made of, in the units of the cost model.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace rtl4ml {

/// What look-up tables are counted in; each has a coefficient per family (hw/cost).
enum class LutPart {
  kFunction,      ///< tables of up to three inputs
  kWideFunction,  ///< and of more
  kAdder,         ///< bits of carry cells that take tables of their own
  kMemory,        ///< tables that hold a memory
  kMemoryBit,     ///< bits of memories made of registers, and of the multiplexers between tables
  kMemoryBypass,  ///< bits of memories in block RAM that are read as they are written
  kCount
};
inline constexpr std::size_t kLutParts = static_cast<std::size_t>(LutPart::kCount);

/// The names in the coefficients' file, in the order of LutPart.
inline constexpr std::array<std::string_view, kLutParts> kLutPartNames = {"function", "wide_function", "adder",
                                                                          "memory",   "memory_bit",    "memory_bypass"};

struct Tally {
  std::array<double, kLutParts> lut{};
  double ff = 0.0, dsp = 0.0, bram = 0.0;

  double& operator[](LutPart part) { return lut[static_cast<std::size_t>(part)]; }
  double operator[](LutPart part) const { return lut[static_cast<std::size_t>(part)]; }
  Tally& operator+=(const Tally& other) {
    for (std::size_t i = 0; i < kLutParts; ++i) lut[i] += other.lut[i];
    ff += other.ff;
    dsp += other.dsp;
    bram += other.bram;
    return *this;
  }
};

[[nodiscard]] inline Tally registers(double count) {
  Tally cost;
  cost.ff = count;
  return cost;
}

}  // namespace rtl4ml
