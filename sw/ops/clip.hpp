// Clip (ReLU6, Hardtanh): the exact integer oracle of rtl_templates/clip/fixed_clip.sv.
#pragma once

#include <cstdint>
#include <span>

#include "sw/number/convert.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct ClipOp {
  FixedType data_in, data_out;
  std::int64_t min_code = 0;  ///< bounds as codes of data_out: the correctly rounded bounds of the network
  std::int64_t max_code = 0;
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
  friend bool operator==(const ClipOp&, const ClipOp&) = default;
};

/// data_out = clamp(convert(data_in), min_code, max_code). Shapes: data_in[n] -> data_out[n]
void clip(const ClipOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
