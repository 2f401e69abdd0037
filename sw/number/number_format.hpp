// Any of the number formats: how it is spelled, what it costs, and many values at once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/number/binary_type.hpp"
#include "sw/number/block_type.hpp"
#include "sw/number/fixed_type.hpp"
#include "sw/number/log_type.hpp"
#include "sw/number/minifloat_type.hpp"
#include "sw/number/mx_type.hpp"
#include "sw/number/ternary_type.hpp"

namespace rtl4ml {

using NumberFormat = std::variant<FixedType, MinifloatType, LogType, BlockType, MxType, BinaryType, TernaryType>;

/// As each format spells itself: "s8.3", "e4m3", "log4.1", "bfp4x32", "mxint8", "mxfp4_e2m1", "binary", "ternary".
[[nodiscard]] std::string to_string(const NumberFormat& format);

/// The format spelled so; to_string of it is the text again.
/// Errors: "format.unknown" (no such spelling; tells the nearest), and those of check_number_format
[[nodiscard]] Result<NumberFormat> parse_number_format(std::string_view text, const std::string& place);

/// A spelling of every family, and the named formats: what messages offer.
[[nodiscard]] const std::vector<std::string>& number_format_examples();

/// Whether the format is within the limits that its header names.
/// Errors, all of them: "format.limit" (a width, a block size), "format.specials" (no room for infinity and NaN, or for
///         a number beside NaN), "format.range" (values that a float does not hold)
[[nodiscard]] Result<void> check_number_format(const NumberFormat& format, const std::string& place);

/// Storage of one value in bits, in full blocks; a tensor's scale is not counted.
/// Units: bits a value; 4.25 for "mxfp4_e2m1"
[[nodiscard]] double bits_per_value(const NumberFormat& format);

/// The least and the largest value; minus and plus infinity where a scale follows the values.
struct ValueRange {
  double lowest = 0.0;
  double highest = 0.0;
};
[[nodiscard]] ValueRange value_range(const NumberFormat& format);

/// Real values to the nearest representable ones, by the format's half-way rule (fixed point: half_even, saturating).
/// Blocks run along rows; a row's last block may be shorter. Scales of "binary" and "ternary" are those of all values
/// together. NaN stays NaN, where it stands, in every format; infinities saturate. `values` and `result` may be the
/// same memory. Fixed-point values of more than 24 bits, which only saturation gives, are rounded to float. Shapes:
/// values[rows * columns] -> result[rows * columns]; the size has to be a multiple of columns Errors: none; the format
/// has to pass check_number_format
void quantize_values(const NumberFormat& format, std::span<const float> values, std::int64_t columns,
                     std::span<float> result);

}  // namespace rtl4ml
