// Block floating point: integers that share one exponent.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rtl4ml {

/// A block is one exponent and up to block_size mantissas: value = mantissa * 2^(exponent - (mantissa_width - 2)), so
/// that the mantissa of largest magnitude has its leading bit at 2^exponent.
/// Mantissas are two's complement of mantissa_width bits, the sign among them; the least code, -2^(mantissa_width-1),
/// is not used: the range is symmetric. The exponent is stored with the bias 2^(exponent_width-1) - 1; its code of all
/// ones is not used. Limits: mantissa_width 2 to 24, exponent_width 2 to 8, block_size 1 to 65536 (check_number_format)
/// Source: docs/number_formats.md
struct BlockType {
  int mantissa_width = 4;
  int block_size = 32;
  int exponent_width = 8;

  [[nodiscard]] int bias() const { return (1 << (exponent_width - 1)) - 1; }
  [[nodiscard]] int max_mantissa() const { return (1 << (mantissa_width - 1)) - 1; }
  friend bool operator==(const BlockType&, const BlockType&) = default;
};

/// The codes of one block.
struct BlockCodes {
  std::uint32_t exponent = 0;           ///< with its bias
  std::vector<std::int32_t> mantissas;  ///< one for each value
};

/// The shared exponent for a block whose largest magnitude is this: the least with which it rounds to a mantissa of the
/// type. A mantissa that would not fit after rounding takes the next exponent instead of being clamped. Exponents
/// saturate at -bias and bias; that of a block of zeros is -bias.
[[nodiscard]] int shared_exponent(double largest, const BlockType& type);

/// The codes of up to block_size values: each the nearest mantissa, halfway the even one. Only where the exponent is at
/// its largest do values saturate, infinity too. No NaN (programming error). Zero has no sign.
[[nodiscard]] BlockCodes encode(std::span<const double> values, const BlockType& type);

/// The values of a block, exact.
[[nodiscard]] std::vector<double> decode(const BlockCodes& block, const BlockType& type);

/// The same for floats without codes; NaN stays NaN and does not count. The two may be the same memory. Shapes:
/// values[n] -> result[n], n at most block_size.
void quantize_block(std::span<const float> values, const BlockType& type, std::span<float> result);

/// "bfp4x32" for mantissas of 4 bits in blocks of 32; "_e5" follows where the exponent has 5 bits, not 8.
[[nodiscard]] std::string to_string(const BlockType& type);

}  // namespace rtl4ml
