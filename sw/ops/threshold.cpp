#include "sw/ops/threshold.hpp"

#include <algorithm>
#include <cassert>

namespace rtl4ml {

void threshold(const ThresholdOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  assert(op.levels > 0 && op.threshold_type.frac_width == op.data_in.frac_width);
  const auto levels = static_cast<std::size_t>(op.levels);
  const std::size_t features = op.threshold.size() / levels;
  assert(features > 0 && op.threshold.size() == features * levels);
  assert(op.falling.empty() || op.falling.size() == features);
  assert(op.lowest >= op.data_out.min_code() && op.lowest + op.levels <= op.data_out.max_code());
  assert(data_in.size() % features == 0 && data_in.size() == data_out.size());
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    const std::size_t feature = i % features;
    const auto first = op.threshold.begin() + static_cast<std::ptrdiff_t>(feature * levels);
    const std::int64_t reached = std::upper_bound(first, first + op.levels, data_in[i]) - first;
    const bool falls = !op.falling.empty() && op.falling[feature] != 0;
    data_out[i] = op.lowest + (falls ? op.levels - reached : reached);
  }
}

}  // namespace rtl4ml
