// The one rounding specification of the project. rtl_templates/number/fixed_convert.sv is the same function in
// hardware.
#pragma once

#include <cstdint>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

/// Rounds value * 2^-shift to an integer. A negative shift multiplies by 2^-shift (the caller guarantees that it fits).
/// Units: value is an integer at frac_width f; the answer is an integer at frac_width f - shift.
/// Source: docs/numbers.md, section Rounding
[[nodiscard]] Int128 round_shift(Int128 value, int shift, Rounding rounding);

/// Brings an integer into the range of the type: clamps, or keeps the low `width` bits.
[[nodiscard]] std::int64_t fit(Int128 value, const FixedType& type, Overflow overflow);

/// Converts an exact integer at frac_width `from_frac_width` to a code of `to`: rounds once, then fits.
/// Never overflows inside, whatever the shift.
[[nodiscard]] std::int64_t convert(Int128 value, int from_frac_width, const FixedType& to, Rounding rounding,
                                   Overflow overflow);

/// The code of a real number; NaN is a programming error, infinities saturate (or wrap to 0).
[[nodiscard]] std::int64_t quantize(double value, const FixedType& type, Rounding rounding, Overflow overflow);

/// The real value of a code; exact (widths up to 32).
[[nodiscard]] double dequantize(std::int64_t code, const FixedType& type);

}  // namespace rtl4ml
