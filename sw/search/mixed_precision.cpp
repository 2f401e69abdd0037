#include "sw/search/mixed_precision.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace rtl4ml {
namespace {

double harm_at(const LayerSensitivity& layer, int probe_width, int width) {
  return std::max(layer.harm, 0.0) * std::pow(4.0, probe_width - width);
}

}  // namespace

std::vector<int> mixed_precision(std::span<const LayerSensitivity> layers, std::vector<int> widths, int probe_width,
                                 double mean_bits) {
  assert(!widths.empty());
  std::sort(widths.begin(), widths.end());
  widths.erase(std::unique(widths.begin(), widths.end()), widths.end());
  std::vector<std::size_t> chosen(layers.size(), 0);  // index into widths
  double budget = 0.0;                                // bits left
  for (const LayerSensitivity& layer : layers)
    budget += (mean_bits - widths.front()) * static_cast<double>(layer.weights);
  for (;;) {
    std::size_t best = layers.size();
    double most = 0.0, price = 0.0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (chosen[i] + 1 == widths.size() || layers[i].weights == 0) continue;
      const int from = widths[chosen[i]], to = widths[chosen[i] + 1];
      const double bits = static_cast<double>(to - from) * static_cast<double>(layers[i].weights);
      const double gain = (harm_at(layers[i], probe_width, from) - harm_at(layers[i], probe_width, to)) / bits;
      if (bits > budget || gain <= most) continue;
      best = i;
      most = gain;
      price = bits;
    }
    if (best == layers.size()) break;
    ++chosen[best];
    budget -= price;
  }
  std::vector<int> result;
  for (const std::size_t index : chosen) result.push_back(widths[index]);
  return result;
}

}  // namespace rtl4ml
