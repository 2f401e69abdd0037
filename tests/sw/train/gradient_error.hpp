// Gradients of a model against finite differences of its loss.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "sw/train/losses.hpp"
#include "sw/train/mlp.hpp"
#include "sw/train/tensors.hpp"

namespace rtl4ml::test {

inline Matrix random_matrix(std::int64_t rows, std::int64_t columns, Random& random) {
  Matrix matrix;
  matrix.resize(rows, columns);
  for (float& value : matrix.values) value = static_cast<float>(random.uniform(-1, 1));
  return matrix;
}

/// The largest difference, over every parameter, between autograd's gradient and a central difference of the loss.
/// `by_batch`: the loss is that of the training forward, else of the evaluation.
inline double gradient_error(Mlp& model, const Matrix& inputs, const std::vector<std::int64_t>& labels, bool by_batch) {
  const at::Tensor x = view_of(inputs);
  const auto loss = [&] { return batch_loss({}, model.forward(x, by_batch, 0.0, nullptr), view_of(labels), {}); };
  loss().backward();
  double worst = 0.0;
  for (Parameter* parameter : model.parameters()) {
    const std::vector<float> gradients = floats_of(parameter->value.grad());
    const std::span<float> values = span_of(parameter->value);
    for (std::size_t i = 0; i < values.size(); ++i) {
      constexpr float kStep = 4e-3F;
      const float own = values[i];
      values[i] = own + kStep;
      const double above = loss().item<double>();
      values[i] = own - kStep;
      const double below = loss().item<double>();
      values[i] = own;
      worst = std::max(worst, std::fabs((above - below) / (2.0 * kStep) - static_cast<double>(gradients[i])));
    }
  }
  return worst;
}

}  // namespace rtl4ml::test
