// Gradients of a model against finite differences of its loss.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "sw/train/losses.hpp"
#include "sw/train/mlp.hpp"

namespace rtl4ml::test {

inline Matrix random_matrix(std::int64_t rows, std::int64_t columns, Random& random) {
  Matrix matrix;
  matrix.resize(rows, columns);
  for (float& value : matrix.values) value = static_cast<float>(random.uniform(-1, 1));
  return matrix;
}

/// The largest difference, over every parameter, between backward's gradient and a central difference of the loss.
/// `by_batch`: the loss is that of the training forward, else of the evaluation that follows one.
inline double gradient_error(Mlp& model, const Matrix& x, const std::vector<std::int64_t>& labels, bool by_batch) {
  Matrix gradient;
  Matrix unused;
  (void)loss_and_gradient({}, model.forward(x, true, 0.0, nullptr), labels, nullptr, gradient);
  model.backward(gradient);
  const auto loss = [&] {
    model.prepare();
    return loss_and_gradient({}, model.forward(x, by_batch, 0.0, nullptr), labels, nullptr, unused);
  };
  double worst = 0.0;
  for (Parameter* parameter : model.parameters()) {
    const std::vector<float> gradients = parameter->gradient;
    for (std::size_t i = 0; i < parameter->value.size(); ++i) {
      constexpr float kStep = 4e-3F;
      const float own = parameter->value[i];
      parameter->value[i] = own + kStep;
      const double above = loss();
      parameter->value[i] = own - kStep;
      const double below = loss();
      parameter->value[i] = own;
      worst = std::max(worst, std::fabs((above - below) / (2.0 * kStep) - static_cast<double>(gradients[i])));
    }
  }
  return worst;
}

}  // namespace rtl4ml::test
