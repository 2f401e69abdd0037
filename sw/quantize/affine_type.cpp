#include "sw/quantize/affine_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sw/quantize/fit_frac_width.hpp"

namespace rtl4ml {

std::string to_string(const AffineType& type) {
  std::string text = fmt::format("{}{} * {:.6g}", type.is_signed ? "s" : "u", type.width, type.scale);
  if (type.zero_point != 0) text += fmt::format(" + {}", type.zero_point);
  return text;
}

std::int64_t quantize(double value, const AffineType& type) {
  assert(!std::isnan(value));
  const double code = std::nearbyint(value / type.scale) + static_cast<double>(type.zero_point);
  const auto lowest = static_cast<double>(type.min_code());
  const auto highest = static_cast<double>(type.max_code());
  return static_cast<std::int64_t>(std::clamp(code, lowest, highest));
}

double dequantize(std::int64_t code, const AffineType& type) {
  return static_cast<double>(code - type.zero_point) * type.scale;
}

double fake_quantize(double value, const AffineType& type) { return dequantize(quantize(value, type), type); }

void fake_quantize(std::span<const float> values, std::span<const AffineType> types, std::span<float> result) {
  assert(!types.empty() && values.size() % types.size() == 0 && values.size() == result.size());
  const std::size_t columns = values.size() / types.size();
  for (std::size_t i = 0; i < values.size(); ++i)
    result[i] = static_cast<float>(fake_quantize(static_cast<double>(values[i]), types[i / columns]));
}

Result<AffineType> affine_type_of_range(double low, double high, const AffineShape& shape) {
  if (shape.width < 1 || shape.width > kMaxWidth) {
    return fault("quantize.width", "", fmt::format("width {}; 1 to {} are supported", shape.width, kMaxWidth),
                 "give another width");
  }
  AffineType type{shape.width, shape.is_signed, 1.0, 0, shape.narrow && shape.is_signed};
  const std::int64_t most = shape.symmetric ? type.max_code() : type.max_code() - type.min_code();
  if (most < 1) {
    return fault("quantize.width", "",
                 fmt::format("a {} type of width {} has no code that is larger than zero",
                             shape.symmetric ? "symmetric" : "narrow", shape.width),
                 "give it one more bit, or make it affine");
  }
  if (!std::isfinite(low) || !std::isfinite(high)) {
    return fault("quantize.non_finite", "", fmt::format("the range from {} to {} is not finite", low, high),
                 "remove NaN and infinities from the values");
  }
  const double below = shape.symmetric && !shape.is_signed ? 0.0 : std::min(low, 0.0);
  const double above = std::max(high, 0.0);
  if (below == 0.0 && above == 0.0) return type;
  // Halves, because the difference of two doubles may overflow.
  const double half_range = shape.symmetric ? std::max(-below, above) / 2.0 : above / 2.0 - below / 2.0;
  type.scale = std::max(half_range / (static_cast<double>(most) / 2.0), std::numeric_limits<double>::min());
  if (!shape.symmetric) {
    type.zero_point = std::clamp(type.min_code() + static_cast<std::int64_t>(std::nearbyint(-below / type.scale)),
                                 type.min_code(), type.max_code());
  }
  return type;
}

AffineType affine_type_of(const FixedType& type) {
  return {type.width, type.is_signed, std::ldexp(1.0, -type.frac_width), 0, false};
}

std::optional<FixedType> fixed_type_of(const AffineType& type) {
  int exponent = 0;
  if (type.zero_point != 0 || type.narrow || std::frexp(type.scale, &exponent) != 0.5) return std::nullopt;
  const int frac_width = 1 - exponent;
  if (std::abs(frac_width) > kMaxFracWidth) return std::nullopt;
  return FixedType{type.width, frac_width, type.is_signed};
}

}  // namespace rtl4ml
