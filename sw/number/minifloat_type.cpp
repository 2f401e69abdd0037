#include "sw/number/minifloat_type.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>

namespace rtl4ml {
namespace {

using Specials = MinifloatType::Specials;

// A double: 52 bits of mantissa, the exponent with this bias.
constexpr int kFraction = 52;
constexpr int kBias = 1023;
constexpr std::uint64_t kHidden = std::uint64_t{1} << kFraction;

/// 2^exponent, where that is a normal double.
double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + kBias) << kFraction);
}

std::uint32_t nan_code(const MinifloatType& type) {
  assert(type.specials != Specials::kNone);
  return (std::uint32_t{1} << (type.exponent_width + type.mantissa_width)) - 1;
}

/// The code of |value|, which is no NaN.
std::uint32_t magnitude_code(double magnitude, const MinifloatType& type) {
  const auto bits = std::bit_cast<std::uint64_t>(magnitude);
  const int exponent = static_cast<int>(bits >> kFraction) - kBias;
  const std::uint64_t significand = (bits & (kHidden - 1)) | kHidden;
  // Below the least normal number the step stays, so more bits fall out. A double that is subnormal itself is taken for
  // a normal one here: both are far less than half of any step.
  const int above = exponent - (1 - type.bias());
  const int shift = kFraction - type.mantissa_width + std::max(0, -above);
  if (shift > kFraction + 1) return 0;  // less than half of the least step
  // The significand's leading one counts the exponent field up from 0, that of the subnormals.
  const std::uint64_t whole =
      (static_cast<std::uint64_t>(std::max(0, above)) << type.mantissa_width) + (significand >> shift);
  const std::uint64_t rest = significand & ((std::uint64_t{1} << shift) - 1);
  const std::uint64_t half = std::uint64_t{1} << (shift - 1);
  // A carry out of the mantissa counts the exponent up: codes are magnitudes in order.
  const std::uint64_t code = whole + ((rest > half || (rest == half && (whole & 1) != 0)) ? 1 : 0);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(code, type.max_code()));
}

}  // namespace

std::uint32_t MinifloatType::max_code() const {
  const std::uint32_t all = (std::uint32_t{1} << (exponent_width + mantissa_width)) - 1;
  if (specials == Specials::kNone) return all;
  return specials == Specials::kNanOnly ? all - 1 : all - (std::uint32_t{1} << mantissa_width);
}

std::uint32_t encode(double value, const MinifloatType& type) {
  if (std::isnan(value)) return nan_code(type);
  const bool negative = std::signbit(value);
  if (negative && !type.is_signed) return 0;
  return magnitude_code(std::fabs(value), type) | (negative ? type.sign_bit() : 0);
}

double decode(std::uint32_t code, const MinifloatType& type) {
  const bool negative = (code & type.sign_bit()) != 0;
  const std::uint32_t magnitude = code & ((std::uint32_t{1} << (type.exponent_width + type.mantissa_width)) - 1);
  const std::uint32_t mantissa = magnitude & ((std::uint32_t{1} << type.mantissa_width) - 1);
  const int exponent = static_cast<int>(magnitude >> type.mantissa_width);
  double value = 0.0;
  if (magnitude > type.max_code()) {
    if (type.specials != Specials::kIeee || mantissa != 0) return std::numeric_limits<double>::quiet_NaN();
    value = std::numeric_limits<double>::infinity();
  } else {
    const std::uint32_t leading = exponent == 0 ? 0 : std::uint32_t{1} << type.mantissa_width;
    value = (leading + mantissa) * power_of_two(std::max(exponent, 1) - type.bias() - type.mantissa_width);
  }
  return negative ? -value : value;
}

double quantize(double value, const MinifloatType& type) {
  return std::isnan(value) ? value : decode(encode(value, type), type);
}

Specials usual_specials(int exponent_width, int mantissa_width) {
  if (exponent_width == kE4M3.exponent_width && mantissa_width == kE4M3.mantissa_width) return kE4M3.specials;
  constexpr int kByte = 8;
  return 1 + exponent_width + mantissa_width < kByte ? Specials::kNone : Specials::kIeee;
}

std::string to_string(const MinifloatType& type) {
  std::string text =
      (type.is_signed ? "e" : "ue") + std::to_string(type.exponent_width) + "m" + std::to_string(type.mantissa_width);
  if (type.specials != usual_specials(type.exponent_width, type.mantissa_width)) {
    text += type.specials == Specials::kIeee ? "_ieee" : type.specials == Specials::kNanOnly ? "_nan" : "_finite";
  }
  return text + (type.bias_offset == 0 ? "" : "_b" + std::to_string(type.bias()));
}

}  // namespace rtl4ml
