#include "sw/quantize/quantized_network.hpp"

#include <cassert>
#include <cstddef>

#include "sw/model/evaluate_real.hpp"

namespace rtl4ml {

void fake_quantize(std::span<double> values, const AffineType& type) {
  for (double& value : values) value = fake_quantize(value, type);
}

std::vector<double> evaluate_quantized(const QuantizedNetwork& quantized, std::span<const double> data_in,
                                       int in_features) {
  assert(quantized.layers.size() == quantized.network.layers.size());
  std::vector<double> data(data_in.begin(), data_in.end());
  fake_quantize(data, quantized.data_in);
  for (std::size_t i = 0; i < quantized.layers.size(); ++i) {
    const LayerKind& kind = quantized.network.layers[i].kind;
    data = evaluate_real_batch(kind, data, in_features);
    fake_quantize(data, quantized.layers[i].data_out);
    in_features = out_features(kind, in_features);
  }
  return data;
}

}  // namespace rtl4ml
