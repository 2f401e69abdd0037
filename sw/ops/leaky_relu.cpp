#include "sw/ops/leaky_relu.hpp"

#include <cassert>

namespace rtl4ml {

void leaky_relu(const LeakyReluOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  assert(data_in.size() == data_out.size());
  const int product_frac_width = op.data_in.frac_width + op.slope_type.frac_width;
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    const Int128 x = data_in[i];
    // Two conversions stand here, each value passes exactly one of them: it is rounded once.
    data_out[i] = x >= 0 ? convert(x, op.data_in.frac_width, op.data_out, op.rounding, op.overflow)
                         : convert(x * op.slope, product_frac_width, op.data_out, op.rounding, op.overflow);
  }
}

}  // namespace rtl4ml
