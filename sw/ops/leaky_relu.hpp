// Leaky ReLU: the exact integer oracle of rtl_templates/leaky_relu/fixed_leaky_relu.sv.
#pragma once

#include <cstdint>
#include <span>

#include "sw/number/convert.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct LeakyReluOp {
  FixedType data_in, slope_type, data_out;
  std::int64_t slope = 0;  ///< code of slope_type
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
  friend bool operator==(const LeakyReluOp&, const LeakyReluOp&) = default;
};

/// data_out = convert(data_in >= 0 ? data_in : data_in * slope), rounded once. Shapes: data_in[n] -> data_out[n]
void leaky_relu(const LeakyReluOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
