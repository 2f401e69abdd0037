// Draws networks: depth, sizes, types, modes, lanes, weights, vectors and traffic, all from (seed, index).
#pragma once

#include <cstdint>

#include "sim/fuzz/fuzz_case.hpp"

namespace rtl4ml {

/// Network number `index` of the seed, the same on every machine. `attempt`: counts the draws that the compiler refused
/// for a documented limit (sums of more than 120 bits).
/// Drawn: 1 to 6 computing layers of every operator of the config, sizes 1 to 33, widths 1 to 32, signed and unsigned,
/// frac_width -64 to 64, every rounding and overflow mode, every parallelism, weights at, between and beyond the codes'
/// extremes, names that RTL does not allow, all stall modes, 0 to 3 resets in flight.
[[nodiscard]] FuzzCase draw_case(std::uint64_t seed, std::uint64_t index, std::uint64_t attempt = 0);

}  // namespace rtl4ml
