#include "gen/ops/built_parameters.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <optional>

namespace rtl4ml {
namespace {

std::uint32_t magnitude(std::int32_t weight) {
  return static_cast<std::uint32_t>(std::abs(static_cast<std::int64_t>(weight)));
}

/// A weight is a sign at the magnitude's point.
FixedType sign_type(const LinearOp& op) {
  const int up = op.weight.empty() ? 0 : std::countr_zero(magnitude(op.weight.front()));
  return {1, op.weight_type.frac_width - up, false};
}

/// How many weights of an output are negative; of a layer without its weights none are.
std::int64_t negative_weights(const LinearOp& op, std::ptrdiff_t out) {
  if (op.weight.empty()) return 0;
  const auto row = op.weight.begin() + out * op.in_features;
  return std::count_if(row, row + op.in_features, [](std::int32_t weight) { return weight < 0; });
}

/// The biases at the accumulator's frac_width, mended; nothing where 32 bits do not hold them.
std::optional<BuiltBias> mended_bias(const LinearOp& op) {
  const int product_frac_width = op.data_in.frac_width + sign_type(op).frac_width;
  const int frac_width = std::max(product_frac_width, op.bias_type.frac_width);
  const int bias_shift = frac_width - op.bias_type.frac_width, product_shift = frac_width - product_frac_width;
  if (bias_shift > kMaxWidth || product_shift > kMaxWidth) return std::nullopt;
  BuiltBias built{{1, frac_width, true}, {}};
  for (std::ptrdiff_t out = 0; out < op.out_features; ++out) {
    const Int128 mend = Int128{negative_weights(op, out)} * (op.data_in.is_signed ? 1 : -op.data_in.max_code());
    const Int128 bias = op.bias.empty() ? 0 : op.bias[static_cast<std::size_t>(out)];
    const Int128 code = bias * (Int128{1} << bias_shift) + mend * (Int128{1} << product_shift);
    const auto inside = [&] { return code >= built.type.min_code() && code <= built.type.max_code(); };
    while (built.type.width < kMaxWidth && !inside()) ++built.type.width;
    if (!inside()) return std::nullopt;
    built.code.push_back(static_cast<std::int64_t>(code));
  }
  return built;
}

/// The biases with half a unit of data_out, where rounding adds it, they are as fine as that and 32 bits hold them.
BuiltBias with_half(const NodeView& view, BuiltBias bias) {
  const auto& op = view.op<LinearOp>();
  const int at = bias.type.frac_width - op.data_out.frac_width - 1;
  if (!adds_half_unit(view, bias.type) || at < 0 || at > kMaxWidth) return bias;
  BuiltBias built{bias.type, bias.code, true};
  built.code.resize(static_cast<std::size_t>(op.out_features));
  for (std::int64_t& code : built.code) {
    code += std::int64_t{1} << at;
    while (code > built.type.max_code()) ++built.type.width;
  }
  return built.type.width <= kMaxWidth ? built : bias;
}

}  // namespace

bool has_bipolar_weights(const LinearOp& op) {
  if (op.weight.empty() || (op.data_in.width == 1 && op.data_in.is_signed)) return false;
  const std::uint32_t one = magnitude(op.weight.front());
  const bool all =
      std::has_single_bit(one) &&
      std::all_of(op.weight.begin(), op.weight.end(), [&](std::int32_t weight) { return magnitude(weight) == one; });
  return all && mended_bias(op).has_value();
}

FixedType built_weight_type(const NodeView& view) {
  const auto& op = view.op<LinearOp>();
  return view.node.bipolar_weights ? sign_type(op) : op.weight_type;
}

bool adds_half_unit(const NodeView& view, const FixedType& bias) {
  const auto& op = view.op<LinearOp>();
  const int product_frac_width = op.data_in.frac_width + built_weight_type(view).frac_width;
  const int round_shift = std::max(product_frac_width, bias.frac_width) - op.data_out.frac_width;
  return adds_half(op.rounding) && round_shift >= 1 && round_shift < view.node.accumulator_width;
}

BuiltBias built_bias(const NodeView& view) {
  const auto& op = view.op<LinearOp>();
  BuiltBias bias{op.bias_type, op.bias};
  if (view.node.bipolar_weights) bias = mended_bias(op).value_or(bias);
  return view.node.bias_register ? with_half(view, std::move(bias)) : bias;
}

}  // namespace rtl4ml
