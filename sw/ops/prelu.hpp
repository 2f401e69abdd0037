// PReLU with one slope per feature: the exact integer oracle of rtl_templates/prelu/fixed_prelu.sv.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/number/convert.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct PReluOp {
  FixedType data_in, slope_type, data_out;
  std::vector<std::int64_t> slope;  ///< codes of slope_type, one per feature (one slope for all is a leaky_relu)
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
  friend bool operator==(const PReluOp&, const PReluOp&) = default;
};

/// data_out[v][f] = convert(x >= 0 ? x : x * slope[f]). Shapes: data_in[count][features] -> data_out[count][features]
void prelu(const PReluOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
