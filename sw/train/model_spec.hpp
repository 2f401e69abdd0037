// Perceptrons by their widths, and the parameters that training starts from.
#pragma once

#include <vector>

#include "sw/base/error.hpp"
#include "sw/data/random.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

enum class Activation { kRelu, kLeakyRelu, kHardtanh, kRelu6, kSigmoid, kTanh };

/// A perceptron: Linear "fc1", BatchNorm1d "bn1" where asked for, its activation ("relu1", "leaky_relu1", "clip1",
/// "sigmoid1", "tanh1"), Linear "fc2", ...; the last Linear gives the class scores.
struct ModelSpec {
  std::vector<int> widths;  ///< of the input, of every hidden layer, of the output: {64, 32, 10}
  Activation activation = Activation::kRelu;
  double negative_slope = 0.01;  ///< of kLeakyRelu
  bool batch_norm = false;       ///< after every Linear but the last
};

/// Errors: train.options, one per option out of range
[[nodiscard]] Result<void> check_model(const ModelSpec& spec);

/// The network as PyTorch initialises it: weights and biases uniform within 1/sqrt(in_features), normalisations that
/// change nothing. Precondition: check_model
[[nodiscard]] Network initial_network(const ModelSpec& spec, Random& random);

}  // namespace rtl4ml
