#include "sw/number/mx_type.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sw/number/largest_magnitude.hpp"
#include "sw/number/minifloat_rounder.hpp"
#include "sw/number/round_half_even.hpp"

namespace rtl4ml {
namespace {

using Element = MxType::Element;

// Elements of MXINT8.
constexpr int kIntWidth = 8;
constexpr double kIntMost = 127.0;
constexpr double kIntStep = 0x1p-6;

/// The nearest integer of MXINT8 to a value over the scale, as a real number; NaN stays NaN.
double integer_of(double scaled) {
  const double steps = scaled / kIntStep;
  const double clamped = steps > kIntMost ? kIntMost : steps < -kIntMost ? -kIntMost : steps;
  return round_half_even(clamped);
}

}  // namespace

std::optional<MinifloatType> MxType::minifloat() const {
  switch (element) {
    case Element::kInt8:
      return std::nullopt;
    case Element::kE4M3:
      return kE4M3;
    case Element::kE5M2:
      return kE5M2;
    case Element::kE3M2:
      return kE3M2;
    case Element::kE2M3:
      return kE2M3;
    case Element::kE2M1:
      return kE2M1;
  }
  return std::nullopt;
}

int MxType::element_width() const {
  const std::optional<MinifloatType> type = minifloat();
  return type ? type->width() : kIntWidth;
}

int MxType::max_exponent() const {
  const std::optional<MinifloatType> type = minifloat();
  if (!type) return 0;  // 127/64 is below 2
  return static_cast<int>(type->max_code() >> type->mantissa_width) - type->bias();
}

int scale_exponent(double largest, const MxType& type) {
  if (largest == 0.0) return -MxType::kScaleBias;
  return std::clamp(std::ilogb(largest) - type.max_exponent(), -MxType::kScaleBias, MxType::kScaleBias);
}

MxCodes encode(std::span<const double> values, const MxType& type) {
  const int exponent = scale_exponent(largest_magnitude(values), type);
  const std::optional<MinifloatType> minifloat = type.minifloat();
  MxCodes block;
  block.scale = static_cast<std::uint32_t>(exponent + MxType::kScaleBias);
  for (const double value : values) {
    const double scaled = std::ldexp(value, -exponent);
    assert(minifloat || !std::isnan(value));
    block.elements.push_back(minifloat ? encode(scaled, *minifloat)
                                       : static_cast<std::uint32_t>(static_cast<int>(integer_of(scaled))) & 0xffU);
  }
  return block;
}

std::vector<double> decode(const MxCodes& block, const MxType& type) {
  const std::optional<MinifloatType> minifloat = type.minifloat();
  const double scale = block.scale == MxType::kScaleNan
                           ? std::nan("")
                           : std::ldexp(1.0, static_cast<int>(block.scale) - MxType::kScaleBias);
  std::vector<double> values;
  for (const std::uint32_t code : block.elements) {
    const double element = minifloat ? decode(code, *minifloat) : static_cast<std::int8_t>(code) * kIntStep;
    values.push_back(element * scale);
  }
  return values;
}

void quantize_block(std::span<const float> values, const MxType& type, std::span<float> result) {
  const int exponent = scale_exponent(largest_magnitude(values), type);
  const double scale = std::ldexp(1.0, exponent);
  const double inverse = std::ldexp(1.0, -exponent);
  const auto each = [&](const auto& element) {
    for (std::size_t i = 0; i < values.size(); ++i)
      result[i] = static_cast<float>(element(values[i] * inverse) * scale);
  };
  if (const std::optional<MinifloatType> minifloat = type.minifloat()) {
    each(MinifloatRounder(*minifloat));
  } else {
    each([](double scaled) { return integer_of(scaled) * kIntStep; });
  }
}

std::string to_string(const MxType& type) {
  const std::optional<MinifloatType> minifloat = type.minifloat();
  if (!minifloat) return "mxint8";
  return "mxfp" + std::to_string(minifloat->width()) + "_" + to_string(*minifloat);
}

}  // namespace rtl4ml
