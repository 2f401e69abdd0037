#include "sw/checkpoint/network_tensors.hpp"

#include <cstring>
#include <utility>

#include "sw/base/overloaded.hpp"

namespace rtl4ml {
namespace {

Tensor vector_of(std::string name, const std::vector<float>& values) {
  return float_tensor(std::move(name), {static_cast<std::int64_t>(values.size())}, values);
}

template <class Value>
Tensor tensor_of(std::string name, DType dtype, std::vector<std::int64_t> shape, const std::vector<Value>& values) {
  Tensor made{.name = std::move(name), .dtype = dtype, .shape = std::move(shape), .data = {}};
  made.data.resize(values.size() * sizeof(Value));
  if (!values.empty()) std::memcpy(made.data.data(), values.data(), made.data.size());
  return made;
}

Tensor double_vector(std::string name, const std::vector<double>& values) {
  return tensor_of(std::move(name), DType::kFloat64, {static_cast<std::int64_t>(values.size())}, values);
}

}  // namespace

Tensor float_tensor(std::string name, std::vector<std::int64_t> shape, const std::vector<float>& values) {
  return tensor_of(std::move(name), DType::kFloat32, std::move(shape), values);
}

std::vector<Tensor> network_tensors(const Network& network) {
  std::vector<Tensor> tensors;
  for (const Layer& layer : network.layers) {
    const std::string prefix = layer.name + ".";
    std::visit(
        Overloaded{[&](const LinearLayer& linear) {
                     tensors.push_back(
                         float_tensor(prefix + "weight", {linear.out_features, linear.in_features}, linear.weight));
                     if (!linear.bias.empty()) tensors.push_back(vector_of(prefix + "bias", linear.bias));
                   },
                   [&](const BatchNorm1dLayer& norm) {
                     tensors.push_back(vector_of(prefix + "weight", norm.weight));
                     tensors.push_back(vector_of(prefix + "bias", norm.bias));
                     tensors.push_back(vector_of(prefix + "running_mean", norm.running_mean));
                     tensors.push_back(vector_of(prefix + "running_var", norm.running_var));
                   },
                   [&](const PReluLayer& prelu) { tensors.push_back(vector_of(prefix + "weight", prelu.weight)); },
                   [&](const ThresholdLayer& layer) {
                     const auto features = static_cast<std::int64_t>(layer.threshold.size()) / layer.levels;
                     tensors.push_back(
                         tensor_of(prefix + "threshold", DType::kFloat64, {features, layer.levels}, layer.threshold));
                     if (!layer.falling.empty())
                       tensors.push_back(tensor_of(prefix + "falling", DType::kUInt8, {features}, layer.falling));
                   },
                   [&](const AffineLayer& affine) {
                     tensors.push_back(double_vector(prefix + "weight", affine.weight));
                     tensors.push_back(double_vector(prefix + "bias", affine.bias));
                   },
                   [](const auto&) {}},
        layer.kind);
  }
  return tensors;
}

}  // namespace rtl4ml
