#include "sw/ops/cast.hpp"

#include <cassert>

namespace rtl4ml {

void cast(const CastOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  assert(data_in.size() == data_out.size());
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    data_out[i] = convert(data_in[i], op.data_in.frac_width, op.data_out, op.rounding, op.overflow);
  }
}

}  // namespace rtl4ml
