#include "sw/quantize/equalize.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace rtl4ml {
namespace {

constexpr double kMostExponent = 20.0;

bool commutes_with_factors(const LayerKind& kind) {
  return std::holds_alternative<ReluLayer>(kind) || std::holds_alternative<LeakyReluLayer>(kind) ||
         std::holds_alternative<PReluLayer>(kind) || std::holds_alternative<IdentityLayer>(kind);
}

/// Where two Linear layers follow each other but for layers that commute.
std::vector<std::pair<std::size_t, std::size_t>> pairs_of(const std::vector<Layer>& layers) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t first = 0; first < layers.size(); ++first) {
    if (!std::holds_alternative<LinearLayer>(layers[first].kind)) continue;
    std::size_t second = first + 1;
    while (second < layers.size() && commutes_with_factors(layers[second].kind)) ++second;
    if (second < layers.size() && std::holds_alternative<LinearLayer>(layers[second].kind))
      pairs.emplace_back(first, second);
  }
  return pairs;
}

double factor_of(double row, double column, bool power_of_two) {
  if (row == 0.0 || column == 0.0) return 1.0;
  const double exponent = std::clamp(0.5 * (std::log2(row) - std::log2(column)), -kMostExponent, kMostExponent);
  return std::exp2(power_of_two ? std::nearbyint(exponent) : exponent);
}

void scale(float& value, double factor) { value = static_cast<float>(static_cast<double>(value) * factor); }

/// Whether any factor differs from 1.
bool equalize_pair(LinearLayer& first, LinearLayer& second, bool power_of_two, std::vector<double>& product) {
  constexpr double kStill = 1e-3;
  const auto channels = static_cast<std::size_t>(first.out_features);
  const auto inputs = static_cast<std::size_t>(first.in_features);
  bool changed = false;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    double row = 0.0;
    double column = 0.0;
    for (std::size_t i = 0; i < inputs; ++i) {
      row = std::max(row, std::abs(static_cast<double>(first.weight[channel * inputs + i])));
    }
    for (std::size_t i = channel; i < second.weight.size(); i += channels) {
      column = std::max(column, std::abs(static_cast<double>(second.weight[i])));
    }
    const double factor = factor_of(row, column, power_of_two);
    if (std::abs(factor - 1.0) <= kStill) continue;
    changed = true;
    product[channel] *= factor;
    for (std::size_t i = 0; i < inputs; ++i) scale(first.weight[channel * inputs + i], 1.0 / factor);
    if (!first.bias.empty()) scale(first.bias[channel], 1.0 / factor);
    for (std::size_t i = channel; i < second.weight.size(); i += channels) scale(second.weight[i], factor);
  }
  return changed;
}

}  // namespace

Equalized equalize(Network network, const EqualizeOptions& options) {
  Equalized result{std::move(network), {}};
  std::vector<Layer>& layers = result.network.layers;
  const std::vector<std::pair<std::size_t, std::size_t>> pairs = pairs_of(layers);
  for (const auto& [first, second] : pairs) {
    const auto channels = static_cast<std::size_t>(std::get<LinearLayer>(layers[first].kind).out_features);
    result.pairs.push_back({layers[first].name, layers[second].name, std::vector<double>(channels, 1.0)});
  }
  bool changed = true;
  for (int pass = 0; changed && pass < options.iterations; ++pass) {
    changed = false;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      changed |= equalize_pair(std::get<LinearLayer>(layers[pairs[i].first].kind),
                               std::get<LinearLayer>(layers[pairs[i].second].kind), options.power_of_two,
                               result.pairs[i].factor);
    }
  }
  return result;
}

}  // namespace rtl4ml
