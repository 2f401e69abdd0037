// What a function of more inputs than a look-up table has is made of: tables, joined by multiplexers beside them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "gen/cost/gates.hpp"
#include "gen/cost/table_cover.hpp"

namespace rtl4ml {

class TableFunctions {
 public:
  explicit TableFunctions(const std::vector<Gate>& nodes) : nodes_(nodes) {}

  /// Look-up tables of `lut_inputs` inputs that make the node's table, without those that would be constant. Inputs
  /// beyond choose between tables: the last ones in ABC's order, where gates come behind what is no gate.
  [[nodiscard]] int not_constant(std::size_t node, const Table& table, int lut_inputs);

 private:
  static constexpr std::size_t kRows = std::size_t{1} << kMostTableInputs;
  using Truth = std::array<std::uint64_t, kRows / 64>;

  [[nodiscard]] Truth truth_of(std::size_t node);
  [[nodiscard]] Truth truth_of(Bit bit);

  const std::vector<Gate>& nodes_;
  std::vector<std::uint32_t> known_;  ///< [node] of which table's walk truth_ is; none before the first
  std::vector<Truth> truth_;          ///< [node]
  std::uint32_t walk_ = 0;
};

}  // namespace rtl4ml
