#include "sw/ops/clip.hpp"

#include <algorithm>
#include <cassert>

namespace rtl4ml {

void clip(const ClipOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  assert(data_in.size() == data_out.size());
  assert(op.min_code <= op.max_code);
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    const std::int64_t code = convert(data_in[i], op.data_in.frac_width, op.data_out, op.rounding, op.overflow);
    data_out[i] = std::clamp(code, op.min_code, op.max_code);
  }
}

}  // namespace rtl4ml
