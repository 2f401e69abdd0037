#include "sw/ops/relu.hpp"

#include <algorithm>
#include <cassert>

namespace rtl4ml {

void relu(const ReluOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  assert(data_in.size() == data_out.size());
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    const std::int64_t positive = std::max<std::int64_t>(data_in[i], 0);
    data_out[i] = convert(positive, op.data_in.frac_width, op.data_out, op.rounding, op.overflow);
  }
}

}  // namespace rtl4ml
