// Small floating-point types: IEEE-like ones of any exponent and mantissa width, and those of the OCP.
#pragma once

#include <cstdint>
#include <string>

namespace rtl4ml {

/// A floating-point type with subnormals. The code is [sign, where there is one][exponent_width][mantissa_width], the
/// sign at the top:
///   exponent field 0:  value = mantissa * 2^(1 - bias - mantissa_width)
///   otherwise:         value = (1 + mantissa * 2^-mantissa_width) * 2^(exponent - bias)
/// Codes without their sign count through the magnitudes in order.
/// Limits: exponent_width 1 to 8, mantissa_width 0 to 23, every value a float (check_number_format)
/// Source: docs/number_formats.md; OCP 8-bit Floating Point Specification 1.0; OCP Microscaling Formats 1.0, 5.3
struct MinifloatType {
  /// What the codes of the highest exponent mean.
  enum class Specials {
    kIeee,     ///< exponent all ones: infinity where the mantissa is 0, else NaN; OCP E5M2
    kNanOnly,  ///< exponent and mantissa all ones: NaN; no infinity; OCP E4M3
    kNone,     ///< all codes are finite; OCP FP6 and FP4
  };
  int exponent_width = 4;
  int mantissa_width = 3;
  Specials specials = Specials::kNanOnly;
  bool is_signed = true;
  int bias_offset = 0;  ///< added to IEEE's bias, 2^(exponent_width-1) - 1

  [[nodiscard]] int width() const { return exponent_width + mantissa_width + (is_signed ? 1 : 0); }
  [[nodiscard]] int bias() const { return (1 << (exponent_width - 1)) - 1 + bias_offset; }
  /// The code of the largest finite value.
  [[nodiscard]] std::uint32_t max_code() const;
  /// The bit of the sign; 0 where there is none.
  [[nodiscard]] std::uint32_t sign_bit() const {
    return is_signed ? std::uint32_t{1} << (exponent_width + mantissa_width) : 0;
  }
  friend bool operator==(const MinifloatType&, const MinifloatType&) = default;
};

inline constexpr MinifloatType kE4M3 = {4, 3, MinifloatType::Specials::kNanOnly};
inline constexpr MinifloatType kE5M2 = {5, 2, MinifloatType::Specials::kIeee};
inline constexpr MinifloatType kE3M2 = {3, 2, MinifloatType::Specials::kNone};
inline constexpr MinifloatType kE2M3 = {2, 3, MinifloatType::Specials::kNone};
inline constexpr MinifloatType kE2M1 = {2, 1, MinifloatType::Specials::kNone};

/// The code of the nearest finite value; halfway the even code. What is larger than all of them, infinity too,
/// saturates. The sign of zero is kept. Unsigned: what is negative gives 0. NaN gives the type's NaN (positive,
/// mantissa all ones); that of a type without one is a programming error.
[[nodiscard]] std::uint32_t encode(double value, const MinifloatType& type);

/// The value of a code, exact; infinities and NaN included.
[[nodiscard]] double decode(std::uint32_t code, const MinifloatType& type);

/// decode(encode(value)), but NaN stays NaN in every type.
[[nodiscard]] double quantize(double value, const MinifloatType& type);

/// "e4m3"; "ue4m3" when unsigned. What follows where a part is not as its widths alone say: "_ieee", "_nan" or
/// "_finite" (without: e4m3 is OCP's, other types have infinity and NaN from 8 bits on, the sign counted, and are
/// finite below);
/// "_b8", the bias.
[[nodiscard]] std::string to_string(const MinifloatType& type);

/// The specials of a type that is spelled without them.
[[nodiscard]] MinifloatType::Specials usual_specials(int exponent_width, int mantissa_width);

}  // namespace rtl4ml
