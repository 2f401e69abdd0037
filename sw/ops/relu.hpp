// ReLU: the exact integer oracle of rtl_templates/relu/fixed_relu.sv.
#pragma once

#include <cstdint>
#include <span>

#include "sw/number/convert.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct ReluOp {
  FixedType data_in, data_out;
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
  friend bool operator==(const ReluOp&, const ReluOp&) = default;
};

/// data_out = convert(max(data_in, 0)). Shapes: data_in[n] -> data_out[n]
void relu(const ReluOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
