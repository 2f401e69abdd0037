#include "sw/ops/affine.hpp"

#include <algorithm>
#include <cassert>

namespace rtl4ml {
namespace {

/// The layer whose output f is a sum of one product: the same weight, bias and accumulator as feature f.
LinearOp lanes_of(const AffineOp& op) {
  LinearOp lanes{1,
                 static_cast<int>(op.weight.size()),
                 op.data_in,
                 op.weight_type,
                 op.bias_type,
                 op.data_out,
                 op.rounding,
                 op.overflow,
                 {},
                 op.bias};
  for (const std::int64_t weight : op.weight) lanes.weight.push_back(static_cast<std::int32_t>(weight));
  return lanes;
}

}  // namespace

int AffineOp::accumulator_frac_width() const {
  return std::max(data_in.frac_width + weight_type.frac_width, bias_type.frac_width);
}

int AffineOp::accumulator_width() const { return lanes_of(*this).accumulator_width(); }

void affine(const AffineOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  const std::size_t features = op.weight.size();
  assert(features > 0 && op.bias.size() == features);
  assert(data_in.size() % features == 0 && data_in.size() == data_out.size());
  const int frac_width = op.accumulator_frac_width();
  const int product_shift = frac_width - op.data_in.frac_width - op.weight_type.frac_width;
  const int bias_shift = frac_width - op.bias_type.frac_width;
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    const Int128 product = Int128{data_in[i]} * op.weight[i % features];
    const Int128 sum = round_shift(product, -product_shift, op.rounding) +
                       round_shift(op.bias[i % features], -bias_shift, op.rounding);
    data_out[i] = convert(sum, frac_width, op.data_out, op.rounding, op.overflow);
  }
}

}  // namespace rtl4ml
