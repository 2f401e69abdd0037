// The concrete formats of OCP Microscaling: blocks of 32 small numbers with one power of two for all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/number/minifloat_type.hpp"

namespace rtl4ml {

/// A block is a scale and 32 elements: value = scale * element. The scale is an E8M0: 2^(code - 127), 255 is NaN.
/// Elements are minifloats, or for MXINT8 two's complement of 8 bits with 6 of them fractional, of which -128 is not
/// used: the range is symmetric, as the specification lets it be.
/// Source: docs/number_formats.md; OCP Microscaling Formats (MX) 1.0, 5 and 6.3
struct MxType {
  enum class Element { kInt8, kE4M3, kE5M2, kE3M2, kE2M3, kE2M1 };
  Element element = Element::kInt8;

  static constexpr int kBlockSize = 32;
  static constexpr int kScaleWidth = 8;
  static constexpr int kScaleBias = 127;
  static constexpr std::uint32_t kScaleNan = 255;

  /// The minifloat of an element; none for MXINT8.
  [[nodiscard]] std::optional<MinifloatType> minifloat() const;
  [[nodiscard]] int element_width() const;
  /// The exponent of the largest power of two that an element can be; the specification's emax.
  [[nodiscard]] int max_exponent() const;
  friend bool operator==(const MxType&, const MxType&) = default;
};

inline constexpr MxType::Element kMxElements[] = {MxType::Element::kInt8, MxType::Element::kE4M3,
                                                  MxType::Element::kE5M2, MxType::Element::kE3M2,
                                                  MxType::Element::kE2M3, MxType::Element::kE2M1};

/// The codes of one block.
struct MxCodes {
  std::uint32_t scale = 0;
  std::vector<std::uint32_t> elements;  ///< one for each value; those of MXINT8 are the low 8 bits
};

/// log2 of the scale of a block whose largest magnitude is this: floor(log2(largest)) - max_exponent, brought into
/// -127 to 127; -127 for a block of zeros.
[[nodiscard]] int scale_exponent(double largest, const MxType& type);

/// The codes of up to 32 values: each the nearest element, halfway the even code. The scale is not made larger where
/// the largest value then saturates, which is what the specification says. Infinity saturates. NaN becomes an element's
/// NaN; where that has none it is a programming error.
[[nodiscard]] MxCodes encode(std::span<const double> values, const MxType& type);

/// The values of a block, exact; all NaN where the scale is.
[[nodiscard]] std::vector<double> decode(const MxCodes& block, const MxType& type);

/// The same for floats without codes; NaN stays NaN in every type and does not count for the scale. The two may be the
/// same memory. Shapes: values[n] -> result[n], n at most 32.
void quantize_block(std::span<const float> values, const MxType& type, std::span<float> result);

/// "mxint8", "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4_e2m1".
[[nodiscard]] std::string to_string(const MxType& type);

}  // namespace rtl4ml
