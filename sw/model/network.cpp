#include "sw/model/network.hpp"

#include <algorithm>

#include "sw/base/overloaded.hpp"

namespace rtl4ml {

int Network::in_features() const {
  for (const Layer& layer : layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer.kind)) return linear->in_features;
    if (const auto* norm = std::get_if<BatchNorm1dLayer>(&layer.kind))
      return static_cast<int>(norm->running_mean.size());
    if (const auto* threshold = std::get_if<ThresholdLayer>(&layer.kind))
      return static_cast<int>(threshold->threshold.size()) / threshold->levels;
    if (const auto* affine = std::get_if<AffineLayer>(&layer.kind)) return static_cast<int>(affine->weight.size());
    const auto* prelu = std::get_if<PReluLayer>(&layer.kind);
    if (prelu != nullptr && prelu->weight.size() > 1) return static_cast<int>(prelu->weight.size());
  }
  return 0;
}

bool Network::answers_class() const {
  const auto last = std::find_if_not(layers.rbegin(), layers.rend(), [](const Layer& layer) {
    return std::holds_alternative<IdentityLayer>(layer.kind);
  });
  return last != layers.rend() && std::holds_alternative<ArgmaxLayer>(last->kind);
}

std::string to_string(TableFunction function) {
  switch (function) {
    case TableFunction::kSigmoid:
      return "sigmoid";
    case TableFunction::kTanh:
      return "tanh";
    case TableFunction::kGelu:
      return "gelu";
    case TableFunction::kGeluTanh:
      return "gelu_tanh";
    case TableFunction::kSilu:
      return "silu";
    case TableFunction::kElu:
      return "elu";
    case TableFunction::kSoftplus:
      return "softplus";
    case TableFunction::kHardSigmoid:
      return "hard_sigmoid";
    case TableFunction::kHardSwish:
      return "hard_swish";
  }
  return "";
}

std::string operator_name(const LayerKind& kind) {
  return std::visit(Overloaded{[](const LinearLayer&) { return std::string("linear"); },
                               [](const BatchNorm1dLayer&) { return std::string("batch_norm1d"); },
                               [](const ReluLayer&) { return std::string("relu"); },
                               [](const LeakyReluLayer&) { return std::string("leaky_relu"); },
                               [](const PReluLayer&) { return std::string("prelu"); },
                               [](const ClipLayer&) { return std::string("clip"); },
                               [](const ThresholdLayer&) { return std::string("threshold"); },
                               [](const AffineLayer&) { return std::string("affine"); },
                               [](const ArgmaxLayer&) { return std::string("argmax"); },
                               [](const TableLayer& table) { return to_string(table.function); },
                               [](const IdentityLayer& identity) { return identity.kind; }},
                    kind);
}

}  // namespace rtl4ml
