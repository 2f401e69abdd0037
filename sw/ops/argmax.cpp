#include "sw/ops/argmax.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace rtl4ml {

FixedType class_type(int classes) {
  assert(classes > 0);
  return {std::max(1, static_cast<int>(std::bit_width(static_cast<unsigned>(classes - 1)))), 0, false};
}

void argmax(const ArgmaxOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  assert(op.features > 1 && op.data_out == class_type(op.features));
  const auto features = static_cast<std::size_t>(op.features);
  assert(data_in.size() == data_out.size() * features);
  for (std::size_t vector = 0; vector < data_out.size(); ++vector) {
    const auto row = data_in.subspan(vector * features, features);
    data_out[vector] = std::max_element(row.begin(), row.end()) - row.begin();
  }
}

}  // namespace rtl4ml
