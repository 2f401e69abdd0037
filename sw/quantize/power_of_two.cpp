#include "sw/quantize/power_of_two.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace rtl4ml {
namespace {

constexpr std::array<std::pair<std::string_view, ScaleRounding>, 3> kWords = {
    {{"round", ScaleRounding::kRound}, {"ceil", ScaleRounding::kCeil}, {"mse", ScaleRounding::kMse}}};

/// Of the power of two for the scale.
int exponent_of(double scale, ScaleRounding rounding) {
  int exponent = 0;
  const double fraction = std::frexp(scale, &exponent);  // 0.5 to 1
  // Below the square root of a half the lower exponent is nearer; a tie cannot be, that root is irrational.
  const double limit = rounding == ScaleRounding::kCeil ? 0.5 : std::numbers::sqrt2 / 2.0;
  return fraction <= limit ? exponent - 1 : exponent;
}

/// The code without saturation.
double free_code(double value, double scale) { return std::nearbyint(value / scale); }

int width_of(double code, bool is_signed) {
  int width = is_signed ? 1 : 0;
  // -2^(width-1) is a code of a signed type, 2^(width-1) is not.
  const double magnitude = code < 0.0 ? -code - 1.0 : code;
  if (magnitude > 0.0) width += std::ilogb(magnitude) + 1;
  return width;
}

}  // namespace

std::string to_string(ScaleRounding rounding) {
  for (const auto& [word, known] : kWords) {
    if (known == rounding) return std::string(word);
  }
  return "";
}

Result<ScaleRounding> parse_scale_rounding(std::string_view text, const std::string& place) {
  for (const auto& [word, rounding] : kWords) {
    if (word == text) return rounding;
  }
  return fault("quantize.scale_rounding", place, fmt::format("{} is no way to round a scale", text.substr(0, 40)),
               "use round, ceil or mse");
}

Result<ScaleApproximation> scale_approximate(const AffineType& type, std::span<const float> values,
                                             ScaleRounding rounding, Ties ties) {
  if (type.zero_point != 0) {
    return fault("quantize.zero_point", "",
                 fmt::format("a fixed-point type cannot have the zero point {}", type.zero_point),
                 "observe a symmetric type");
  }
  if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) {
    return fault("quantize.non_finite", "", "there are NaN or infinities among the values",
                 "the training diverged, or the data are damaged");
  }
  ScaleApproximation result;
  result.type = {type.width, 0, type.is_signed};
  result.type.frac_width = rounding == ScaleRounding::kMse ? fit_frac_width(values, type.width, type.is_signed, ties)
                                                           : -exponent_of(type.scale, rounding);
  if (std::abs(result.type.frac_width) > kMaxFracWidth) {
    return fault("quantize.frac_width", "",
                 fmt::format("the scale {} needs a frac_width of {}; {} to {} are supported", type.scale,
                             result.type.frac_width, -kMaxFracWidth, kMaxFracWidth),
                 "scale the values");
  }
  const double scale = std::ldexp(1.0, -result.type.frac_width);
  const auto lowest = static_cast<double>(result.type.min_code());
  const auto highest = static_cast<double>(result.type.max_code());
  result.width_needed = type.width;
  for (const float value : values) {
    if (!type.is_signed && value < 0.0F) continue;
    const double given = free_code(static_cast<double>(value), type.scale);
    const bool held = given >= static_cast<double>(type.min_code()) && given <= static_cast<double>(type.max_code());
    const double code = free_code(static_cast<double>(value), scale);
    if (!held || (code >= lowest && code <= highest)) continue;
    ++result.overflowing;
    result.width_needed = std::max(result.width_needed, width_of(code, type.is_signed));
  }
  return result;
}

}  // namespace rtl4ml
