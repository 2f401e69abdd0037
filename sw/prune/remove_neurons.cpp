#include "sw/prune/remove_neurons.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rtl4ml {
namespace {

using Keep = std::vector<std::uint8_t>;

/// The rows (or numbers, with one column) that are kept.
template <class Value>
std::vector<Value> kept_rows(const std::vector<Value>& values, const Keep& keep) {
  std::vector<Value> kept;
  if (keep.empty()) return values;
  const std::size_t columns = values.size() / keep.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (keep[i / columns] != 0) kept.push_back(values[i]);
  }
  return kept;
}

std::vector<float> kept_columns(const std::vector<float>& values, const Keep& keep) {
  std::vector<float> kept;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (keep[i % keep.size()] != 0) kept.push_back(values[i]);
  }
  return kept;
}

int count_of(const Keep& keep) { return static_cast<int>(std::count(keep.begin(), keep.end(), 1)); }

/// Whether a mask lets the layer look at an input that is removed.
bool looks_at_removed(const LayerMask& mask, const Keep& inputs) {
  for (std::size_t i = 0; i < mask.weight.size() && !inputs.empty(); ++i) {
    if (mask.weight[i] != 0 && inputs[i % inputs.size()] == 0) return true;
  }
  return false;
}

tl::unexpected<Errors> wrong_masks(const std::string& layer, const std::string& message) {
  return fault("prune.masks", "layer " + layer, message, "use masks that prune_neurons made for this network");
}

}  // namespace

Result<Network> remove_neurons(const Network& network, const PruneMasks& masks) {
  Result<Network> masked = apply_masks(network, masks);
  if (!masked) return masked;
  Keep inputs;  // of the data at this point; empty: nothing is removed
  std::size_t next = 0;
  for (Layer& layer : masked->layers) {
    if (auto* linear = std::get_if<LinearLayer>(&layer.kind)) {
      const LayerMask& mask = masks[next++];
      if (mask.neuron.empty()) return wrong_masks(layer.name, "its masks do not go by neuron");
      if (count_of(mask.neuron) == 0) return wrong_masks(layer.name, "no neuron is left");
      if (looks_at_removed(mask, inputs)) return wrong_masks(layer.name, "it takes a neuron that is to be removed");
      if (next == masks.size() && count_of(mask.neuron) != linear->out_features)
        return wrong_masks(layer.name, "outputs of the network are to be removed");
      linear->weight = kept_rows(linear->weight, mask.neuron);
      if (!inputs.empty()) linear->weight = kept_columns(linear->weight, inputs);
      linear->bias = kept_rows(linear->bias, mask.neuron);
      if (!inputs.empty()) linear->in_features = count_of(inputs);
      linear->out_features = count_of(mask.neuron);
      inputs = mask.neuron;
    } else if (auto* norm = std::get_if<BatchNorm1dLayer>(&layer.kind)) {
      for (std::vector<float>* values : {&norm->weight, &norm->bias, &norm->running_mean, &norm->running_var})
        *values = kept_rows(*values, inputs);
    } else if (auto* prelu = std::get_if<PReluLayer>(&layer.kind)) {
      if (prelu->weight.size() > 1) prelu->weight = kept_rows(prelu->weight, inputs);
    } else if (auto* threshold = std::get_if<ThresholdLayer>(&layer.kind)) {
      threshold->threshold = kept_rows(threshold->threshold, inputs);
      threshold->falling = kept_rows(threshold->falling, inputs);
    } else if (auto* affine = std::get_if<AffineLayer>(&layer.kind)) {
      affine->weight = kept_rows(affine->weight, inputs);
      affine->bias = kept_rows(affine->bias, inputs);
    }
  }
  return masked;
}

}  // namespace rtl4ml
