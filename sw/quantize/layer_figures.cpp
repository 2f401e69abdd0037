#include "sw/quantize/layer_figures.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace rtl4ml {

LayerFigures& LayerFigures::operator+=(const LayerFigures& other) {
  weights += other.weights;
  nonzero_weights += other.nonzero_weights;
  weight_bits += other.weight_bits;
  bias_bits += other.bias_bits;
  macs += other.macs;
  nonzero_macs += other.nonzero_macs;
  bit_operations += other.bit_operations;
  nonzero_bit_operations += other.nonzero_bit_operations;
  return *this;
}

std::vector<LayerFigures> layer_figures(const Network& network, const std::vector<FigureWidths>& widths) {
  assert(widths.size() == network.layers.size());
  std::vector<LayerFigures> figures;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const Layer& layer = network.layers[i];
    LayerFigures of;
    of.layer = layer.name;
    const auto* linear = std::get_if<LinearLayer>(&layer.kind);
    const auto* prelu = std::get_if<PReluLayer>(&layer.kind);
    if (linear != nullptr || prelu != nullptr) {
      const std::vector<float>& weight = linear != nullptr ? linear->weight : prelu->weight;
      of.weights = static_cast<std::int64_t>(weight.size());
      of.nonzero_weights = of.weights - std::count(weight.begin(), weight.end(), 0.0F);
      of.weight_bits = of.weights * widths[i].weight;
      if (linear != nullptr) of.bias_bits = static_cast<std::int64_t>(linear->bias.size()) * widths[i].bias;
      of.macs = of.weights;
      of.nonzero_macs = of.nonzero_weights;
      const std::int64_t product = std::int64_t{widths[i].weight} * widths[i].data_in;
      of.bit_operations = of.macs * product;
      of.nonzero_bit_operations = of.nonzero_macs * product;
    }
    figures.push_back(of);
  }
  return figures;
}

}  // namespace rtl4ml
