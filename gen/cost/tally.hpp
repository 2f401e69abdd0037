// What a piece of hardware is made of, in the units of the cost model.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace rtl4ml {

/// What look-up tables are counted in; each has a coefficient per family (hw/cost).
enum class LutPart {
  kFunction,         ///< tables that functions of up to three bits are covered with
  kWideFunction,     ///< and those of more
  kAdder,            ///< bits of adders
  kCarrySave,        ///< bits of adders that synthesis merges into the adder that follows
  kRom,              ///< tables of ROM columns that need more than one
  kProductBit,       ///< bits of a * bits of b, of multipliers that are made of tables
  kProductEdge,      ///< bits of a + bits of b of the same
  kProduct,          ///< multipliers that are made of tables
  kConstantProduct,  ///< bits of a * (bits of the constant that are set, less one)
  kMemory,           ///< tables that hold a memory
  kMemoryBit,        ///< bits of memories made of registers
  kCounter,          ///< bits of counters
  kCompare,          ///< bits that are compared with a constant
  kResize,           ///< bits that the shift registers of stream_resize choose from
  kStream,           ///< stages of valid and ready
  kLayerStream,
  kLayerHold,
  kLayerRing,  ///< linear layers by the kind of their vector_buffer
  kCount
};
inline constexpr std::size_t kLutParts = static_cast<std::size_t>(LutPart::kCount);

/// The names in the coefficients' file, in the order of LutPart.
inline constexpr std::array<std::string_view, kLutParts> kLutPartNames = {
    "function", "wide_function",    "adder",      "carry_save", "rom",     "product_bit", "product_edge",
    "product",  "constant_product", "memory",     "memory_bit", "counter", "compare",     "resize",
    "stream",   "layer_stream",     "layer_hold", "layer_ring"};

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

}  // namespace rtl4ml
