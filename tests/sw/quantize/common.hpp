// What the tests of sw/quantize and sw/prune share.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/data/random.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml::test {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// RTL4ML_SEED where it is set, else 1. Tests print it where they fail.
inline std::uint64_t seed() {
  const char* const given = std::getenv("RTL4ML_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 1;
}

/// The code of the first fault; "" where there is none.
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "" : result.error().front().code;
}

/// Bell-shaped numbers.
inline std::vector<float> normal_values(Random& random, std::size_t count, double deviation = 1.0) {
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(deviation * random.normal());
  return values;
}

/// Bell-shaped weights and biases.
inline LinearLayer normal_linear(Random& random, int in_features, int out_features, double deviation = 0.5) {
  const auto in = static_cast<std::size_t>(in_features);
  const auto out = static_cast<std::size_t>(out_features);
  return {in_features, out_features, normal_values(random, in * out, deviation), normal_values(random, out, deviation)};
}

/// Multiples of 1/32 between -4 and 4: sums of a few of them are exact in double.
inline LinearLayer grid_linear(Random& random, int in_features, int out_features, bool bias = true) {
  const auto real = [&random] { return (static_cast<float>(random.below(256)) - 128.0F) / 32.0F; };
  LinearLayer layer{in_features, out_features, {}, {}};
  for (int i = 0; i < in_features * out_features; ++i) layer.weight.push_back(real());
  for (int i = 0; bias && i < out_features; ++i) layer.bias.push_back(real());
  return layer;
}

/// The linear layer at the place in the network.
inline const LinearLayer& linear_of(const Network& network, std::size_t layer) {
  return std::get<LinearLayer>(network.layers[layer].kind);
}

}  // namespace rtl4ml::test
