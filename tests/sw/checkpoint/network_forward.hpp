// A plain double-precision forward pass, to compare a network that was read with the outputs that PyTorch computed.
#pragma once

#include <algorithm>
#include <cmath>
#include <variant>
#include <vector>

#include "sw/model/network.hpp"

namespace rtl4ml {

inline double apply(const TableLayer& table, double x) {
  switch (table.function) {
    case TableFunction::kSigmoid:
      return 1.0 / (1.0 + std::exp(-x));
    case TableFunction::kTanh:
      return std::tanh(x);
    case TableFunction::kGelu:
      return 0.5 * x * (1.0 + std::erf(x / std::sqrt(2.0)));
    case TableFunction::kGeluTanh:
      return 0.5 * x * (1.0 + std::tanh(std::sqrt(2.0 / M_PI) * (x + 0.044715 * x * x * x)));
    case TableFunction::kSilu:
      return x / (1.0 + std::exp(-x));
    case TableFunction::kElu:
      return x > 0 ? x : table.alpha * std::expm1(x);
    case TableFunction::kSoftplus:
      return table.alpha * x > table.threshold ? x : std::log1p(std::exp(table.alpha * x)) / table.alpha;
    case TableFunction::kHardSigmoid:
      return std::clamp(x / 6.0 + 0.5, 0.0, 1.0);
    case TableFunction::kHardSwish:
      return x * std::clamp(x / 6.0 + 0.5, 0.0, 1.0);
  }
  return 0.0;
}

inline std::vector<double> forward(const LayerKind& kind, std::vector<double> x) {
  if (const auto* linear = std::get_if<LinearLayer>(&kind)) {
    std::vector<double> y;
    for (int o = 0; o < linear->out_features; ++o) {
      double sum = linear->bias.empty() ? 0.0 : linear->bias.at(static_cast<std::size_t>(o));
      for (int i = 0; i < linear->in_features; ++i) {
        sum += linear->weight.at(static_cast<std::size_t>(o * linear->in_features + i)) *
               x.at(static_cast<std::size_t>(i));
      }
      y.push_back(sum);
    }
    return y;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (const auto* norm = std::get_if<BatchNorm1dLayer>(&kind)) {
      x[i] =
          (x[i] - norm->running_mean.at(i)) / std::sqrt(norm->running_var.at(i) + norm->epsilon) * norm->weight.at(i) +
          norm->bias.at(i);
    } else if (std::holds_alternative<ReluLayer>(kind)) {
      x[i] = std::max(x[i], 0.0);
    } else if (const auto* leaky = std::get_if<LeakyReluLayer>(&kind)) {
      x[i] = x[i] >= 0 ? x[i] : leaky->negative_slope * x[i];
    } else if (const auto* prelu = std::get_if<PReluLayer>(&kind)) {
      x[i] = x[i] >= 0 ? x[i] : prelu->weight.at(prelu->weight.size() == 1 ? 0 : i) * x[i];
    } else if (const auto* clip = std::get_if<ClipLayer>(&kind)) {
      x[i] = std::clamp(x[i], clip->min_value, clip->max_value);
    } else if (const auto* table = std::get_if<TableLayer>(&kind)) {
      x[i] = apply(*table, x[i]);
    }
  }
  return x;
}

inline std::vector<double> forward(const Network& network, std::vector<double> x) {
  for (const Layer& layer : network.layers) x = forward(layer.kind, std::move(x));
  return x;
}

/// Names and operators, "fc1:linear relu:relu".
inline std::string layer_list(const Network& network) {
  std::string list;
  for (const Layer& layer : network.layers)
    list += (list.empty() ? "" : " ") + layer.name + ":" + operator_name(layer.kind);
  return list;
}

}  // namespace rtl4ml
