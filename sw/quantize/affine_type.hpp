// Affine types: codes of integers with a real scale and a zero point, what PTQ of most frameworks speaks of.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

/// value = (code - zero_point) * scale. A fixed-point type is the one with scale 2^-frac_width and zero point 0.
/// Units: width in bits, 1 to 32; scale in units of the value; zero_point a code.
/// Source: Jacob et al., "Quantization and training of neural networks for efficient integer-arithmetic-only
/// inference", CVPR 2018, section 2.1
struct AffineType {
  int width = 8;
  bool is_signed = true;
  double scale = 1.0;
  std::int64_t zero_point = 0;
  bool narrow = false;  ///< signed only: without the least code, symmetric, such as -127 to 127

  [[nodiscard]] std::int64_t min_code() const {
    return FixedType{width, 0, is_signed}.min_code() + (narrow && is_signed ? 1 : 0);
  }
  [[nodiscard]] std::int64_t max_code() const { return FixedType{width, 0, is_signed}.max_code(); }
  friend bool operator==(const AffineType&, const AffineType&) = default;
};

/// "s8 * 0.0123", "u8 * 0.0123 + 3" (with the zero point).
[[nodiscard]] std::string to_string(const AffineType& type);

/// clamp(rint(value / scale) + zero_point, min_code, max_code), all in float64: the quotient is rounded to double, rint
/// takes it to the nearest integer, ties to even. Infinities saturate; NaN is a programming error.
[[nodiscard]] std::int64_t quantize(double value, const AffineType& type);

/// (code - zero_point) * scale in float64. quantize() gives the code back.
[[nodiscard]] double dequantize(std::int64_t code, const AffineType& type);

/// The nearest value of the type: dequantize(quantize(value)).
[[nodiscard]] double fake_quantize(double value, const AffineType& type);

/// Values -> the nearest values of their types, rounded to float32. `types`: one, or one per row.
/// Shapes: values[rows][columns] -> result[rows][columns]; result may be values. Precondition: rows divides the size
void fake_quantize(std::span<const float> values, std::span<const AffineType> types, std::span<float> result);

/// Whether zero points are 0 and how codes lie about them.
struct AffineShape {
  int width = 8;
  bool is_signed = true;
  bool symmetric = true;  ///< zero point 0; unsigned: values below zero saturate
  bool narrow = false;    ///< as in AffineType
};

/// The type whose codes span [low, high], widened to hold 0, so that 0 is a value of the type.
/// Symmetric: scale = max(|low|, |high|) / max_code (unsigned: high / max_code). Affine: scale = (high - low) / (number
/// of codes - 1), zero_point = the code of 0 that lets low be nearest to min_code. A range of zero has scale 1.
/// Errors: quantize.width (outside 1 to 32, or no code beside zero), quantize.non_finite (a bound is NaN or infinite)
[[nodiscard]] Result<AffineType> affine_type_of_range(double low, double high, const AffineShape& shape);

/// The same values as a fixed-point type.
[[nodiscard]] AffineType affine_type_of(const FixedType& type);

/// The fixed-point type with the same values; nothing where the scale is no power of two from 2^-64 to 2^64, the zero
/// point is not 0, or the least code is left out.
[[nodiscard]] std::optional<FixedType> fixed_type_of(const AffineType& type);

}  // namespace rtl4ml
