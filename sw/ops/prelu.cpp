#include "sw/ops/prelu.hpp"

#include <cassert>

namespace rtl4ml {

void prelu(const PReluOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  const std::size_t features = op.slope.size();
  assert(features > 0 && data_in.size() % features == 0 && data_in.size() == data_out.size());
  const int product_frac_width = op.data_in.frac_width + op.slope_type.frac_width;
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    const Int128 x = data_in[i];
    const Int128 slope = op.slope[i % features];
    data_out[i] = x >= 0 ? convert(x, op.data_in.frac_width, op.data_out, op.rounding, op.overflow)
                         : convert(x * slope, product_frac_width, op.data_out, op.rounding, op.overflow);
  }
}

}  // namespace rtl4ml
