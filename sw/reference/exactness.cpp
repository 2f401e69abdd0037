#include "sw/reference/exactness.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace rtl4ml {
namespace {

constexpr int kDoubleBits = std::numeric_limits<double>::digits;

/// Bits of a number that is not negative.
int bits_of(Int128 magnitude) {
  int bits = 0;
  for (; magnitude != 0; magnitude >>= 1) ++bits;
  return bits;
}

Int128 largest(const FixedType& type) { return std::max<Int128>(-Int128{type.min_code()}, type.max_code()); }

/// Bits of the sum of two numbers of so many bits; zeros have none.
int bits_of_sum(int one, int other) {
  // Both at once may carry into one bit more.
  return std::max(one, other) + (one != 0 && other != 0 ? 1 : 0);
}

/// Bits of the largest magnitude that any partial sum can reach.
int bits_of(const LinearOp& op) {
  const int product_shift = op.accumulator_frac_width() - op.data_in.frac_width - op.weight_type.frac_width;
  const int bias_shift = op.accumulator_frac_width() - op.bias_type.frac_width;
  int bits = 0;
  for (std::size_t o = 0; o < static_cast<std::size_t>(op.out_features); ++o) {
    const auto row = op.weight.begin() + static_cast<std::ptrdiff_t>(o) * op.in_features;
    Int128 products = 0;
    for (auto w = row; w != row + op.in_features; ++w) products += std::abs(std::int64_t{*w}) * largest(op.data_in);
    const Int128 bias = op.bias.empty() ? 0 : std::abs(op.bias[o]);
    const int of_products = products == 0 ? 0 : bits_of(products) + product_shift;
    const int of_bias = bias == 0 ? 0 : bits_of(bias) + bias_shift;
    bits = std::max(bits, bits_of_sum(of_products, of_bias));
  }
  return bits;
}

int bits_of(const AffineOp& op) {
  const int product_shift = op.accumulator_frac_width() - op.data_in.frac_width - op.weight_type.frac_width;
  const int bias_shift = op.accumulator_frac_width() - op.bias_type.frac_width;
  int bits = 0;
  for (std::size_t f = 0; f < op.weight.size(); ++f) {
    const Int128 product = std::abs(op.weight[f]) * largest(op.data_in), bias = std::abs(op.bias[f]);
    bits = std::max(bits, bits_of_sum(product == 0 ? 0 : bits_of(product) + product_shift,
                                      bias == 0 ? 0 : bits_of(bias) + bias_shift));
  }
  return bits;
}

int bits_of(const QuantizedOp& op) {
  if (const auto* linear = std::get_if<LinearOp>(&op)) return bits_of(*linear);
  if (const auto* leaky = std::get_if<LeakyReluOp>(&op))
    return bits_of(largest(leaky->data_in) * largest(leaky->slope_type));
  if (const auto* prelu = std::get_if<PReluOp>(&op))
    return bits_of(largest(prelu->data_in) * largest(prelu->slope_type));
  if (const auto* affine = std::get_if<AffineOp>(&op)) return bits_of(*affine);
  return 0;
}

}  // namespace

std::string inexact_in_double(const QuantizedModel& model) {
  for (const QuantizedLayer& layer : model.layers) {
    const int bits = bits_of(layer.op);
    if (bits <= kDoubleBits) continue;
    return "the sums of layer " + layer.name + " need up to " + std::to_string(bits) + " bits, double has " +
           std::to_string(kDoubleBits);
  }
  return "";
}

}  // namespace rtl4ml
