// Covers gates with look-up tables, as synthesis does: no slower than the fastest cover, or by a share of its depth,
// and small where there is time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gen/cost/gates.hpp"

namespace rtl4ml {

inline constexpr std::size_t kMostTableInputs = 8;

/// Functions that are made as one, by the number of their inputs.
struct TableSizes {
  std::size_t most_inputs = 4;
  std::array<double, kMostTableInputs + 1> price{0, 1, 1, 1, 1};  ///< what synthesis weighs; any unit
  int more_depth = 0;  ///< per cent of the fastest cover's depth that may be added where that saves area
};

struct Table {
  std::uint8_t count = 0;                             ///< of its inputs; 0: there is no table
  std::array<std::uint32_t, kMostTableInputs> nodes;  ///< that it reads
};

/// Priority cuts: each gate keeps the few best sets of nodes that it is a function of. First the fastest, then, where
/// there is time, the smallest by area flow and by what a table adds to those that are there.
/// Source: Mishchenko, Cho, Chatterjee, Brayton: Combinational and sequential mapping with priority cuts (2007)
/// roots: nodes that must be there. Shapes: -> [node] the table that makes it
[[nodiscard]] std::vector<Table> cover_with_tables(const std::vector<Gate>& nodes,
                                                   const std::vector<std::size_t>& roots, const TableSizes& sizes);

}  // namespace rtl4ml
