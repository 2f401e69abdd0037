#include "sw/number/block_type.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sw/number/largest_magnitude.hpp"
#include "sw/number/round_half_even.hpp"

namespace rtl4ml {
namespace {

/// The value of mantissa 1, and of 1 over it.
struct Step {
  double size = 0.0;
  double inverse = 0.0;
};

Step step_of(int exponent, const BlockType& type) {
  const int place = exponent - (type.mantissa_width - 2);
  return {std::ldexp(1.0, place), std::ldexp(1.0, -place)};
}

/// The nearest mantissa; NaN stays NaN.
double mantissa_of(double value, const Step& step, double most) {
  const double scaled = value * step.inverse;
  const double clamped = scaled > most ? most : scaled < -most ? -most : scaled;  // at a mantissa: as good as after
  return round_half_even(clamped);
}

}  // namespace

int shared_exponent(double largest, const BlockType& type) {
  if (largest == 0.0) return -type.bias();
  int exponent = std::ilogb(largest);
  const double mantissa = std::nearbyint(std::ldexp(largest, type.mantissa_width - 2 - exponent));
  if (mantissa > type.max_mantissa()) ++exponent;  // the carry out of the mantissa
  return std::clamp(exponent, -type.bias(), type.bias());
}

BlockCodes encode(std::span<const double> values, const BlockType& type) {
  const int exponent = shared_exponent(largest_magnitude(values), type);
  const Step step = step_of(exponent, type);
  BlockCodes block;
  block.exponent = static_cast<std::uint32_t>(exponent + type.bias());
  for (const double value : values) {
    assert(!std::isnan(value));
    block.mantissas.push_back(static_cast<std::int32_t>(mantissa_of(value, step, type.max_mantissa())));
  }
  return block;
}

std::vector<double> decode(const BlockCodes& block, const BlockType& type) {
  const Step step = step_of(static_cast<int>(block.exponent) - type.bias(), type);
  std::vector<double> values;
  for (const std::int32_t mantissa : block.mantissas) values.push_back(mantissa * step.size);
  return values;
}

void quantize_block(std::span<const float> values, const BlockType& type, std::span<float> result) {
  const Step step = step_of(shared_exponent(largest_magnitude(values), type), type);
  const double most = type.max_mantissa();
  for (std::size_t i = 0; i < values.size(); ++i)
    result[i] = static_cast<float>(mantissa_of(values[i], step, most) * step.size);
}

std::string to_string(const BlockType& type) {
  return "bfp" + std::to_string(type.mantissa_width) + "x" + std::to_string(type.block_size) +
         (type.exponent_width == BlockType{}.exponent_width ? "" : "_e" + std::to_string(type.exponent_width));
}

}  // namespace rtl4ml
