#include "sw/quantize/fold_batch_norm.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

namespace rtl4ml {
namespace {

/// y = x * scale + shift, per feature.
struct Affine {
  std::vector<double> scale, shift;
};

Affine affine_of(const BatchNorm1dLayer& norm) {
  Affine affine;
  for (std::size_t i = 0; i < norm.running_mean.size(); ++i) {
    const double weight = norm.weight.empty() ? 1.0 : norm.weight[i];
    const double bias = norm.bias.empty() ? 0.0 : norm.bias[i];
    const double scale = weight / std::sqrt(static_cast<double>(norm.running_var[i]) + norm.epsilon);
    affine.scale.push_back(scale);
    affine.shift.push_back(bias - static_cast<double>(norm.running_mean[i]) * scale);
  }
  return affine;
}

/// What is wrong with the layer's own parameters; empty where nothing is.
std::string fault_of(const BatchNorm1dLayer& norm) {
  const std::size_t features = norm.running_mean.size();
  if (norm.running_var.size() != features || (!norm.weight.empty() && norm.weight.size() != features) ||
      (!norm.bias.empty() && norm.bias.size() != features)) {
    return fmt::format("its tensors disagree: {} means, {} variances, {} weights, {} biases", features,
                       norm.running_var.size(), norm.weight.size(), norm.bias.size());
  }
  for (std::size_t i = 0; i < features; ++i) {
    if (!(static_cast<double>(norm.running_var[i]) + norm.epsilon > 0.0)) {
      return fmt::format("running_var[{}] is {}, epsilon {}: their sum must be positive", i, norm.running_var[i],
                         norm.epsilon);
    }
  }
  return "";
}

void fold_into_rows(std::vector<float>& weight, std::vector<float>& bias, const Affine& affine) {
  const std::size_t rows = affine.scale.size();
  bias.resize(rows, 0.0F);
  const std::size_t columns = weight.size() / rows;
  for (std::size_t i = 0; i < weight.size(); ++i)
    weight[i] = static_cast<float>(static_cast<double>(weight[i]) * affine.scale[i / columns]);
  for (std::size_t row = 0; row < rows; ++row)
    bias[row] = static_cast<float>(static_cast<double>(bias[row]) * affine.scale[row] + affine.shift[row]);
}

void fold_into_linear_after(LinearLayer& linear, const Affine& affine) {
  linear.bias.resize(static_cast<std::size_t>(linear.out_features), 0.0F);
  const auto columns = static_cast<std::size_t>(linear.in_features);
  for (std::size_t row = 0; row < linear.bias.size(); ++row) {
    double bias = linear.bias[row];
    for (std::size_t column = 0; column < columns; ++column) {
      float& weight = linear.weight[row * columns + column];
      bias += static_cast<double>(weight) * affine.shift[column];
      weight = static_cast<float>(static_cast<double>(weight) * affine.scale[column]);
    }
    linear.bias[row] = static_cast<float>(bias);
  }
}

constexpr const char* kSaveAgain = "save the model again from the framework that trained it";

}  // namespace

Result<void> fold_into_channels(const BatchNorm1dLayer& norm, std::vector<float>& weight, std::vector<float>& bias,
                                std::size_t channels) {
  std::string wrong = fault_of(norm);
  if (wrong.empty() && (norm.running_mean.size() != channels || channels == 0 || weight.size() % channels != 0 ||
                        (!bias.empty() && bias.size() != channels))) {
    wrong = fmt::format("normalises {} channels, the layer before it has {}, with {} weights and {} biases",
                        norm.running_mean.size(), channels, weight.size(), bias.size());
  }
  if (!wrong.empty()) return fault("network.batch_norm", "", wrong, kSaveAgain);
  fold_into_rows(weight, bias, affine_of(norm));
  return {};
}

Result<Network> fold_batch_norm(Network network) {
  Errors errors;
  std::vector<Layer>& layers = network.layers;
  for (std::size_t i = 0; i < layers.size();) {
    const auto* norm = std::get_if<BatchNorm1dLayer>(&layers[i].kind);
    if (norm == nullptr) {
      ++i;
      continue;
    }
    const std::string place = "layer " + layers[i].name;
    const std::size_t features = norm->running_mean.size();
    LinearLayer* const before = i > 0 ? std::get_if<LinearLayer>(&layers[i - 1].kind) : nullptr;
    LinearLayer* const after = i + 1 < layers.size() ? std::get_if<LinearLayer>(&layers[i + 1].kind) : nullptr;
    std::string wrong = fault_of(*norm);
    std::string fix = kSaveAgain;
    if (wrong.empty() && before == nullptr && after == nullptr) {
      wrong = "a batch norm without a linear layer before or after it";
      fix = "put it directly before or after a Linear in the network, or fold it into its neighbours before export";
    }
    const int neighbour = before != nullptr ? before->out_features : after != nullptr ? after->in_features : 0;
    if (wrong.empty() && features != static_cast<std::size_t>(neighbour)) {
      wrong = fmt::format("normalises {} features, layer {} beside it has {}", features,
                          before != nullptr ? layers[i - 1].name : layers[i + 1].name, neighbour);
      fix = "check the order of the layers";
    }
    if (!wrong.empty()) {
      errors.push_back(Error{"network.batch_norm", place, wrong, fix});
      ++i;
      continue;
    }
    const Affine affine = affine_of(*norm);
    if (before != nullptr) {
      fold_into_rows(before->weight, before->bias, affine);
    } else if (after != nullptr) {
      fold_into_linear_after(*after, affine);
    }
    layers.erase(layers.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (!errors.empty()) return faults(std::move(errors));
  return network;
}

}  // namespace rtl4ml
