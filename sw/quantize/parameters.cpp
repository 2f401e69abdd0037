#include "sw/quantize/parameters.hpp"

#include <algorithm>

namespace rtl4ml {
namespace {

template <class Kind, class Vector>
std::vector<Vector*> tensors_of(Kind& kind) {
  std::vector<Vector*> tensors;
  if (auto* linear = std::get_if<LinearLayer>(&kind)) tensors = {&linear->weight, &linear->bias};
  if (auto* norm = std::get_if<BatchNorm1dLayer>(&kind))
    tensors = {&norm->weight, &norm->bias, &norm->running_mean, &norm->running_var};
  if (auto* prelu = std::get_if<PReluLayer>(&kind)) tensors = {&prelu->weight};
  std::erase_if(tensors, [](const Vector* tensor) { return tensor->empty(); });
  return tensors;
}

}  // namespace

std::vector<std::vector<float>*> parameters_of(LayerKind& kind) {
  return tensors_of<LayerKind, std::vector<float>>(kind);
}
std::vector<const std::vector<float>*> parameters_of(const LayerKind& kind) {
  return tensors_of<const LayerKind, const std::vector<float>>(kind);
}

std::int64_t parameter_count(const Network& network) {
  std::int64_t count = 0;
  for (const Layer& layer : network.layers) {
    for (const std::vector<float>* tensor : parameters_of(layer.kind))
      count += static_cast<std::int64_t>(tensor->size());
  }
  return count;
}

std::int64_t linear_bytes(std::int64_t count, int width, std::int64_t types) {
  constexpr std::int64_t kScaleBytes = 4;
  return (count * width + 7) / 8 + kScaleBytes * types;
}

}  // namespace rtl4ml
