// Cast between two fixed-point types: the exact integer oracle of rtl_templates/cast/fixed_cast.sv.
#pragma once

#include <cstdint>
#include <span>

#include "sw/number/convert.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct CastOp {
  FixedType data_in, data_out;
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
  friend bool operator==(const CastOp&, const CastOp&) = default;
};

/// data_out = convert(data_in). Shapes: data_in[n] -> data_out[n]
void cast(const CastOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
