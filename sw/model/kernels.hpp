// The vectorised kernels of the fast evaluation, one set per instruction set, all bit-equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

/// Instruction sets that the kernels are written for, slowest first.
enum class Isa { kPlain, kAvx2, kAvx512Bw, kAvx512Vnni };

/// "plain", "avx2", "avx512bw", "avx512vnni".
[[nodiscard]] std::string to_string(Isa isa);

/// Those that this processor runs, slowest first; kPlain is always among them.
[[nodiscard]] std::vector<Isa> available_isas();

/// Rows that a linear kernel works on at a time, and outputs that lie together in the packed weights.
inline constexpr int kKernelRows = 6;
inline constexpr int kKernelTile = 16;

/// How a 32-bit accumulator becomes a code, for the cases in which 32 bits are enough for all of it.
struct Conversion {
  int right = 0;          ///< bits shifted out, 0 to 30
  int left = 0;           ///< bits shifted in; one of both is 0
  std::int32_t half = 0;  ///< the rounding offset that the accumulator already holds
  Rounding rounding = Rounding::kHalfEven;
  bool wraps = false;
  FixedType wrap_type;   ///< where it wraps: the type whose bits are kept
  std::int32_t low = 0;  ///< clamped to low..high afterwards, in any case
  std::int32_t high = 0;
};

/// A linear layer on 16-bit operands with 32-bit accumulators.
struct LinearKernelTask {
  int pairs = 0;                         ///< pairs of inputs, the last one padded
  int tiles = 0;                         ///< of kKernelTile outputs
  const std::int16_t* weight = nullptr;  ///< [tile][pair][output in tile][2]; zero beyond the sizes
  const std::int32_t* start = nullptr;   ///< [tile * kKernelTile]: bias and rounding offset
  Conversion conversion;
  const std::int16_t* data_in = nullptr;  ///< [rows][in_stride], 2 * pairs of each row are read
  std::ptrdiff_t in_stride = 0;
  std::int16_t* narrow_out = nullptr;  ///< [rows][out_stride], or null: then wide_out is written
  std::int32_t* wide_out = nullptr;
  std::ptrdiff_t out_stride = 0;  ///< at least tiles * kKernelTile, which are written
  int rows = 0;                   ///< a multiple of kKernelRows
};

/// One instruction set's kernels.
struct Kernels {
  void (*linear)(const LinearKernelTask& task);
  /// Copies 64-bit codes to 16 bits; false where one of them is outside low..high.
  bool (*narrow)(const std::int64_t* codes, std::int16_t* out, std::size_t count, std::int64_t low, std::int64_t high);
  void (*widen)(const std::int16_t* codes, std::int64_t* out, std::size_t count);
};

/// The kernels of an instruction set that available_isas() lists.
[[nodiscard]] const Kernels& kernels(Isa isa);

}  // namespace rtl4ml
