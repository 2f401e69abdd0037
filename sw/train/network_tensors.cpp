#include "sw/train/network_tensors.hpp"

#include <cstring>
#include <string>
#include <utility>

namespace rtl4ml {
namespace {

std::int64_t size_of(const std::vector<float>& values) { return static_cast<std::int64_t>(values.size()); }

}  // namespace

Tensor float_tensor(std::string name, std::vector<std::int64_t> shape, const std::vector<float>& values) {
  Tensor tensor{.name = std::move(name), .dtype = DType::kFloat32, .shape = std::move(shape), .data = {}};
  tensor.data.resize(values.size() * sizeof(float));
  if (!values.empty()) std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  return tensor;
}

std::vector<Tensor> network_tensors(const Network& network) {
  std::vector<Tensor> tensors;
  const auto add = [&](const std::string& name, const std::vector<float>& values) {
    tensors.push_back(float_tensor(name, {size_of(values)}, values));
  };
  for (const Layer& layer : network.layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer.kind)) {
      tensors.push_back(
          float_tensor(layer.name + ".weight", {linear->out_features, linear->in_features}, linear->weight));
      if (!linear->bias.empty()) add(layer.name + ".bias", linear->bias);
    } else if (const auto* norm = std::get_if<BatchNorm1dLayer>(&layer.kind)) {
      add(layer.name + ".weight", norm->weight);
      add(layer.name + ".bias", norm->bias);
      add(layer.name + ".running_mean", norm->running_mean);
      add(layer.name + ".running_var", norm->running_var);
    } else if (const auto* prelu = std::get_if<PReluLayer>(&layer.kind)) {
      add(layer.name + ".weight", prelu->weight);
    }
  }
  return tensors;
}

}  // namespace rtl4ml
