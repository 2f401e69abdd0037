// Table activations (sigmoid, tanh, ...): the exact integer oracle of rtl_templates/table/fixed_table.sv.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/model/network.hpp"
#include "sw/number/convert.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

/// The widest data_in of a table activation, in bits: a table has 2^width entries.
inline constexpr int kMaxTableWidth = 16;

struct TableOp {
  FixedType data_in, data_out;
  std::vector<std::int64_t> entries;  ///< [2^data_in.width], indexed by the input code's bits as an unsigned number
  Rounding rounding = Rounding::kHalfEven;  ///< how the entries were made; running the table rounds nothing
  Overflow overflow = Overflow::kSaturate;
  friend bool operator==(const TableOp&, const TableOp&) = default;
};

/// The double function of a table layer.
[[nodiscard]] double table_function(const TableLayer& layer, double x);

/// The table of a layer: each entry the correctly rounded value of the double function at its input code.
[[nodiscard]] TableOp make_table(const TableLayer& layer, const FixedType& data_in, const FixedType& data_out,
                                 Rounding rounding, Overflow overflow);

/// Shapes: data_in[n] -> data_out[n]
void table(const TableOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
