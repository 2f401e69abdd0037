// LibTorch's kernels over plain floats: all that training asks of it. They throw what LibTorch throws.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/train/matrix.hpp"

namespace rtl4ml {

/// y = x weight^T + bias. Shapes: x[n][in], weight[out][in], bias[out] or empty -> y[n][out]
void linear_forward(const Matrix& x, std::span<const float> weight, std::span<const float> bias, Matrix& y);

/// Shapes: x[n][in], gradient[n][out] -> weight_gradient[out][in]
void linear_weight_gradient(const Matrix& x, const Matrix& gradient, std::span<float> weight_gradient);
/// Shapes: gradient[n][out], weight[out][in] -> x_gradient[n][in]
void linear_input_gradient(const Matrix& gradient, std::span<const float> weight, Matrix& x_gradient);
/// The sums of the columns. Shapes: x[n][c] -> sums[c]
void column_sums(const Matrix& x, std::span<float> sums);

/// The parameters of a BatchNorm1d and what its forward keeps for its backward. Shapes: all [c]
struct BatchNormTensors {
  std::span<const float> weight, bias;
  std::span<float> running_mean, running_var;
  double epsilon = 1e-5;
};
struct BatchNormSaved {
  std::vector<float> mean{}, inverse_deviation{};
};

/// `training`: by the batch's own statistics, which the running ones then take in by a tenth. Shapes: x[n][c] ->
/// y[n][c]
void batch_norm_forward(const Matrix& x, const BatchNormTensors& tensors, bool training, Matrix& y,
                        BatchNormSaved& saved);
/// Of the training forward; gradient[n][c] of y becomes that of x.
void batch_norm_backward(const Matrix& x, const BatchNormTensors& tensors, const BatchNormSaved& saved,
                         Matrix& gradient, std::span<float> weight_gradient, std::span<float> bias_gradient);

/// Logarithms of the softmax of each row. Shapes: scores[n][c] -> result[n][c]
void log_softmax(const Matrix& scores, Matrix& result);
/// The gradient of the result becomes that of the scores; `result` as log_softmax gave it.
void log_softmax_backward(const Matrix& result, Matrix& gradient);

/// One step of Adam; `decay`: what is taken off the values first, as a share. Shapes: all [n]
struct AdamStep {
  double rate, decay, beta1, beta2, epsilon;
  std::int64_t step;  ///< from 1
};
void adam_update(const AdamStep& step, std::span<float> value, std::span<const float> gradient, std::span<float> mean,
                 std::span<float> square);

}  // namespace rtl4ml
