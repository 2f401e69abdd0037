// What the sources of a linear node hold: the layer's weights and biases, or others of which the same comes out and
// less hardware. Weights that are all +m or -m, m a power of two, are taken as signs, of one bit each, and the
// constants that this leaves to be mended go into the bias; so does half a unit of the output, which rounding adds.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/ops/operator.hpp"
#include "sw/ops/linear.hpp"

namespace rtl4ml {

/// What the bias source holds.
struct BuiltBias {
  FixedType type;
  std::vector<std::int64_t> code;  ///< one per output; or empty: zeros
  bool holds_half = false;         ///< half a unit of data_out is in them, as BIAS_HOLDS_HALF of fixed_linear says
};

/// Whether the layer can be built so: all weights of one magnitude, and a bias that mends the products within 32 bits.
/// Signed data of one bit cannot: -1 and 0 are no bits to be counted.
[[nodiscard]] bool has_bipolar_weights(const LinearOp& op);

/// The elements of a linear node's weight source and its biases: the layer's own, or those of bipolar weights. Biases
/// behind a register hold half a unit of data_out where rounding adds one, they are as fine as that, and 32 bits hold
/// it. Source: rtl_templates/linear/fixed_product_sum.sv says what is to be mended
[[nodiscard]] FixedType built_weight_type(const NodeView& view);
[[nodiscard]] BuiltBias built_bias(const NodeView& view);

/// Whether the sums of a linear node with biases of this type begin with half a unit of data_out, for rounding:
/// HALF_ADDED of fixed_linear.
[[nodiscard]] bool adds_half_unit(const NodeView& view, const FixedType& bias);

}  // namespace rtl4ml
