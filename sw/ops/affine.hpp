// Affine: a weight and a bias per feature; the exact integer oracle of rtl_templates/affine/fixed_affine.sv.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/number/fixed_type.hpp"
#include "sw/ops/linear.hpp"

namespace rtl4ml {

struct AffineOp {
  FixedType data_in, weight_type, bias_type, data_out;
  std::vector<std::int64_t> weight;  ///< codes, one per feature; unsigned weights have at most 31 bits
  std::vector<std::int64_t> bias;    ///< codes, one per feature
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;

  /// As of a linear layer, whose features have one input each: docs/numbers.md, section Accumulator.
  [[nodiscard]] int accumulator_frac_width() const;
  [[nodiscard]] int accumulator_width() const;
  friend bool operator==(const AffineOp&, const AffineOp&) = default;
};

/// data_out[v][f] = convert(data_in * weight[f] + bias[f]), the sum exact at accumulator_frac_width().
/// Shapes: data_in[count][features] -> data_out[count][features]
/// Errors: none while running. Precondition: accumulator_width() <= kMaxAccumulatorWidth
void affine(const AffineOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
