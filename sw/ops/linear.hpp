// Linear: the exact integer oracle of rtl_templates/linear/fixed_linear.sv.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/number/convert.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct LinearOp {
  int in_features = 0;
  int out_features = 0;
  FixedType data_in, weight_type, bias_type, data_out;
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
  std::vector<std::int32_t> weight;  ///< codes [out_features][in_features]; unsigned weights have at most 31 bits
  std::vector<std::int64_t> bias;    ///< codes [out_features], or empty: no bias

  /// Fractional bits of the accumulator: fine enough that products and bias both are exact.
  [[nodiscard]] int accumulator_frac_width() const;
  /// The narrowest signed accumulator, in bits, that holds every reachable sum, before and after the rounding offset is
  /// added; derived from the actual weights and biases. kMaxAccumulatorWidth + 1 stands for all that is wider than
  /// supported: such a layer must not be evaluated. Source: docs/numbers.md, section Accumulator
  [[nodiscard]] int accumulator_width() const;
  /// The same for all weights and biases that their types can hold, in place of those that are here: what hardware
  /// needs whose weights are reloaded. A layer without a bias has none in any checkpoint.
  [[nodiscard]] int accumulator_width_of_types() const;
  friend bool operator==(const LinearOp&, const LinearOp&) = default;
};

/// Shapes: data_in[count][in_features] -> data_out[count][out_features]
/// Units:  integers at the frac_width of their types; the accumulator at accumulator_frac_width()
/// Errors: none while running: the accumulator cannot overflow
void linear(const LinearOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
