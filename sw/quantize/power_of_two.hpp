// From a real scale to a fixed-point type: the scale becomes a power of two, and what that costs is told.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sw/base/error.hpp"
#include "sw/number/fixed_type.hpp"
#include "sw/quantize/affine_type.hpp"
#include "sw/quantize/fit_frac_width.hpp"

namespace rtl4ml {

enum class ScaleRounding {
  kRound,  ///< the nearest exponent: rint(log2(scale))
  kCeil,   ///< the next power of two that is not smaller: nothing overflows that did not before
  kMse,    ///< of least squared error over the values, whatever the scale was
};

/// The YAML word: "round", "ceil", "mse".
[[nodiscard]] std::string to_string(ScaleRounding rounding);
/// Errors: quantize.scale_rounding, with the words there are
[[nodiscard]] Result<ScaleRounding> parse_scale_rounding(std::string_view text, const std::string& place);

/// A fixed-point type in place of an affine one, and what no longer fits.
struct ScaleApproximation {
  FixedType type;
  std::int64_t overflowing = 0;  ///< values that the affine type holds and this one saturates
  int width_needed = 0;  ///< the least width at this frac_width that holds them; type.width where there are none
};

/// The type with the same width and sign and the power of two for a scale. A value is held where its nearest code,
/// half_even, is a code of the type; values below zero of an unsigned type, which no width mends, do not count. A scale
/// that is rounded down makes codes larger: the outermost values overflow, by less than a factor of sqrt(2) with
/// kRound, so that one more bit is always enough. `ties`: of kMse. Errors: quantize.zero_point (it is not 0),
/// quantize.non_finite (a value), quantize.frac_width (the power of two lies beyond 2^-64 to 2^64)
[[nodiscard]] Result<ScaleApproximation> scale_approximate(const AffineType& type, std::span<const float> values,
                                                           ScaleRounding rounding, Ties ties = Ties::kSmallest);

}  // namespace rtl4ml
