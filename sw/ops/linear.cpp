#include "sw/ops/linear.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

namespace rtl4ml {
namespace {

/// What does not fit into the largest accumulator is not computed further.
constexpr int kTooWide = kMaxAccumulatorWidth + 1;

/// value * 2^shift, or nothing where that is beyond the largest accumulator.
std::optional<Int128> shifted(Int128 value, int shift) {
  if (value == 0) return 0;
  if (shift >= kTooWide) return std::nullopt;
  const Int128 limit = Int128{1} << (kTooWide - shift);
  if (value > limit || value < -limit) return std::nullopt;
  return value * (Int128{1} << shift);
}

/// Half a unit of data_out at the accumulator's frac_width, where rounding adds it; 0 where it does not.
std::optional<Int128> rounding_offset(const LinearOp& op) {
  const int shift = op.accumulator_frac_width() - op.data_out.frac_width;
  if (shift <= 0 || !adds_half(op.rounding)) return 0;
  return shifted(1, shift - 1);
}

/// The narrowest signed width that holds everything between low and high, low <= high.
int signed_width(Int128 low, Int128 high) {
  int width = 1;
  while (low < -(Int128{1} << (width - 1)) || high > (Int128{1} << (width - 1)) - 1) ++width;
  return width;
}

/// How far the products and the bias are shifted to the left to stand at the accumulator's frac_width.
int product_shift(const LinearOp& op) {
  return op.accumulator_frac_width() - op.data_in.frac_width - op.weight_type.frac_width;
}
int bias_shift(const LinearOp& op) { return op.accumulator_frac_width() - op.bias_type.frac_width; }

/// Sums of products and biases, each from the lowest to the highest that can be.
struct Sums {
  Int128 low = 0, high = 0;
  Int128 low_bias = 0, high_bias = 0;
};

/// The narrowest width that holds them, before the rounding offset is added and after.
int width_of(const LinearOp& op, const Sums& sums) {
  const std::optional<Int128> offset = rounding_offset(op);
  const std::optional<Int128> low = shifted(sums.low, product_shift(op)), high = shifted(sums.high, product_shift(op));
  const std::optional<Int128> low_bias = shifted(sums.low_bias, bias_shift(op));
  const std::optional<Int128> high_bias = shifted(sums.high_bias, bias_shift(op));
  if (!offset || !low || !high || !low_bias || !high_bias) return kTooWide;
  return std::min(signed_width(*low + *low_bias, *high + *high_bias + *offset), kTooWide);
}

}  // namespace

int LinearOp::accumulator_frac_width() const {
  return std::max(data_in.frac_width + weight_type.frac_width, bias_type.frac_width);
}

int LinearOp::accumulator_width() const {
  int width = 1;
  for (int o = 0; o < out_features && width < kTooWide; ++o) {
    // Positive weights reach their most at the largest input, negative ones at the smallest.
    std::int64_t positive = 0;
    std::int64_t negative = 0;
    const std::int32_t* const row = weight.data() + std::size_t(o) * std::size_t(in_features);
    for (int i = 0; i < in_features; ++i) {
      positive += std::max(row[i], 0);
      negative += std::min(row[i], 0);
    }
    const Int128 own_bias = bias.empty() ? 0 : bias[std::size_t(o)];
    const Sums sums{Int128{positive} * data_in.min_code() + Int128{negative} * data_in.max_code(),
                    Int128{positive} * data_in.max_code() + Int128{negative} * data_in.min_code(), own_bias, own_bias};
    width = std::max(width, width_of(*this, sums));
  }
  return width;
}

int LinearOp::accumulator_width_of_types() const {
  Sums sums;
  for (const Int128 x : {data_in.min_code(), data_in.max_code()}) {
    for (const Int128 w : {weight_type.min_code(), weight_type.max_code()}) {
      sums.low = std::min(sums.low, x * w * in_features);
      sums.high = std::max(sums.high, x * w * in_features);
    }
  }
  if (!bias.empty()) {
    sums.low_bias = bias_type.min_code();
    sums.high_bias = bias_type.max_code();
  }
  return width_of(*this, sums);
}

void linear(const LinearOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  const auto in_features = std::size_t(op.in_features);
  const auto out_features = std::size_t(op.out_features);
  assert(op.weight.size() == in_features * out_features);
  assert(op.bias.empty() || op.bias.size() == out_features);
  const std::size_t count = data_in.size() / in_features;
  assert(data_in.size() == count * in_features && data_out.size() == count * out_features);
  const int accumulator_frac_width = op.accumulator_frac_width();
  for (std::size_t v = 0; v < count; ++v) {
    for (std::size_t o = 0; o < out_features; ++o) {
      Int128 products = 0;
      for (std::size_t i = 0; i < in_features; ++i) {
        products += Int128{op.weight[o * in_features + i]} * data_in[v * in_features + i];
      }
      const Int128 bias = op.bias.empty() ? 0 : op.bias[o];
      const Int128 sum =
          round_shift(products, -product_shift(op), op.rounding) + round_shift(bias, -bias_shift(op), op.rounding);
      data_out[v * out_features + o] = convert(sum, accumulator_frac_width, op.data_out, op.rounding, op.overflow);
    }
  }
}

}  // namespace rtl4ml
