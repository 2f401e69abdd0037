#include "sw/reference/float_layers.hpp"

#include <variant>

#include "sw/base/overloaded.hpp"

namespace rtl4ml {

using torch::Tensor;

Tensor tensor_of(const std::vector<float>& values) {
  return torch::tensor(at::ArrayRef<float>(values), torch::kFloat32);
}

Tensor tensor_of(const std::vector<double>& values) {
  return torch::tensor(at::ArrayRef<double>(values), torch::kFloat64);
}

Tensor threshold_forward(const ThresholdLayer& layer, const Tensor& x) {
  const Tensor threshold = tensor_of(layer.threshold).view({-1, layer.levels});
  Tensor count = (x.to(torch::kFloat64).unsqueeze(-1) >= threshold).sum(-1).to(torch::kFloat64);
  if (!layer.falling.empty()) {
    const std::vector<double> falling(layer.falling.begin(), layer.falling.end());
    count = torch::where(tensor_of(falling) != 0.0, layer.levels - count, count);
  }
  return layer.low + layer.step * count;
}

Tensor argmax_forward(const Tensor& x) { return torch::argmax(x, -1, true); }

Tensor table_forward(const TableLayer& layer, const Tensor& x) {
  switch (layer.function) {
    case TableFunction::kSigmoid:
      return torch::sigmoid(x);
    case TableFunction::kTanh:
      return torch::tanh(x);
    case TableFunction::kGelu:
      return torch::gelu(x);
    case TableFunction::kGeluTanh:
      return torch::gelu(x, "tanh");
    case TableFunction::kSilu:
      return torch::silu(x);
    case TableFunction::kElu:
      return torch::elu(x, layer.alpha);
    case TableFunction::kSoftplus:
      return torch::softplus(x, layer.alpha, layer.threshold);
    case TableFunction::kHardSigmoid:
      return torch::hardsigmoid(x);
    case TableFunction::kHardSwish:
      return torch::hardswish(x);
  }
  return x;
}

Tensor float_layer(const LayerKind& kind, const Tensor& x) {
  return std::visit(
      Overloaded{
          [&](const LinearLayer& layer) {
            const Tensor weight = tensor_of(layer.weight).view({layer.out_features, layer.in_features});
            return torch::linear(x, weight, layer.bias.empty() ? Tensor() : tensor_of(layer.bias));
          },
          [&](const BatchNorm1dLayer& layer) {
            return torch::batch_norm(x, tensor_of(layer.weight), tensor_of(layer.bias), tensor_of(layer.running_mean),
                                     tensor_of(layer.running_var), false, 0.0, layer.epsilon, false);
          },
          [&](const ReluLayer&) { return torch::relu(x); },
          [&](const LeakyReluLayer& layer) { return torch::leaky_relu(x, layer.negative_slope); },
          [&](const PReluLayer& layer) { return torch::prelu(x, tensor_of(layer.weight)); },
          [&](const ClipLayer& layer) { return torch::clamp(x, layer.min_value, layer.max_value); },
          [&](const ThresholdLayer& layer) { return threshold_forward(layer, x).to(x.dtype()); },
          [&](const AffineLayer& layer) { return (x * tensor_of(layer.weight) + tensor_of(layer.bias)).to(x.dtype()); },
          [&](const ArgmaxLayer&) { return argmax_forward(x).to(x.dtype()); },
          [&](const TableLayer& layer) { return table_forward(layer, x); }, [&](const IdentityLayer&) { return x; }},
      kind);
}

}  // namespace rtl4ml
