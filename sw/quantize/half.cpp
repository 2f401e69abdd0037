#include "sw/quantize/half.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sw/model/evaluate_real.hpp"
#include "sw/quantize/parameters.hpp"

namespace rtl4ml {
namespace {

constexpr int kFractionBits = 10;
constexpr int kLeastExponent = -14;  // of normal numbers
constexpr double kFirstInfinite = 65520.0;

/// The distance of the values of binary16 around a magnitude.
int step_exponent(double magnitude) {
  const int exponent = magnitude == 0.0 ? kLeastExponent : std::max(std::ilogb(magnitude), kLeastExponent);
  return exponent - kFractionBits;
}

}  // namespace

double round_to_half(double value) {
  const double magnitude = std::abs(value);
  if (std::isnan(value)) return value;
  if (magnitude >= kFirstInfinite) return std::copysign(std::numeric_limits<double>::infinity(), value);
  const int exponent = step_exponent(magnitude);
  return std::copysign(std::ldexp(std::nearbyint(std::ldexp(magnitude, -exponent)), exponent), value);
}

std::uint16_t half_bits(double value) {
  constexpr unsigned kInfinity = 31U << kFractionBits;
  const unsigned sign = std::signbit(value) ? 0x8000U : 0U;
  const double magnitude = std::abs(round_to_half(value));
  if (std::isnan(value)) return static_cast<std::uint16_t>(sign | kInfinity | 0x200U);
  if (std::isinf(magnitude)) return static_cast<std::uint16_t>(sign | kInfinity);
  const int exponent = step_exponent(magnitude);
  // A normal number's leading one adds one to the exponent field, and a subnormal has none to add.
  const auto steps = static_cast<unsigned>(std::ldexp(magnitude, -exponent));
  const auto field = static_cast<unsigned>(exponent + kFractionBits - kLeastExponent);
  return static_cast<std::uint16_t>(sign | ((field << kFractionBits) + steps));
}

Result<Network> to_half(Network network) {
  Errors errors;
  for (Layer& layer : network.layers) {
    for (std::vector<float>* values : parameters_of(layer.kind)) {
      for (float& value : *values) {
        if (!(std::abs(static_cast<double>(value)) < kFirstInfinite)) {
          errors.push_back(Error{"quantize.half_range", "layer " + layer.name,
                                 fmt::format("the parameter {} has no value in half precision", value),
                                 "keep this network in float32, or train it with weight decay"});
          break;
        }
        value = static_cast<float>(round_to_half(static_cast<double>(value)));
      }
    }
  }
  if (!errors.empty()) return faults(std::move(errors));
  return network;
}

std::vector<double> evaluate_half(const Network& network, std::span<const double> data_in, int in_features) {
  std::vector<double> data(data_in.begin(), data_in.end());
  const auto round = [&data] { std::transform(data.begin(), data.end(), data.begin(), round_to_half); };
  round();
  for (const Layer& layer : network.layers) {
    data = evaluate_real_batch(layer.kind, data, in_features);
    round();
    in_features = out_features(layer.kind, in_features);
  }
  return data;
}

}  // namespace rtl4ml
