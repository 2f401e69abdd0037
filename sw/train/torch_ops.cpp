#include "sw/train/torch_ops.hpp"

#include <ATen/core/Tensor.h>
#include <ATen/ops/_log_softmax.h>
#include <ATen/ops/_log_softmax_backward_data.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/native_batch_norm.h>
#include <ATen/ops/native_batch_norm_backward.h>
#include <ATen/ops/sum.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace rtl4ml {
namespace {

constexpr double kBatchNormMomentum = 0.1;

/// A tensor that is this memory; from_blob takes a mutable pointer, but what is const here is only read.
at::Tensor view(const float* values, at::IntArrayRef shape) {
  return at::from_blob(const_cast<float*>(values), shape, at::kFloat);
}
at::Tensor view(std::span<const float> values) {
  return view(values.data(), {static_cast<std::int64_t>(values.size())});
}
at::Tensor view(const Matrix& matrix) { return view(matrix.values.data(), {matrix.rows, matrix.columns}); }

void copy_to(std::span<float> target, const at::Tensor& source) {
  const at::Tensor plain = source.contiguous();
  std::memcpy(target.data(), plain.data_ptr<float>(), target.size() * sizeof(float));
}

void keep(std::vector<float>& target, const at::Tensor& source) {
  target.resize(static_cast<std::size_t>(source.numel()));
  copy_to(target, source);
}

}  // namespace

void linear_forward(const Matrix& x, std::span<const float> weight, std::span<const float> bias, Matrix& y) {
  const c10::InferenceMode inference;
  const std::int64_t out = static_cast<std::int64_t>(weight.size()) / x.columns;
  y.resize(x.rows, out);
  at::Tensor result = view(y);
  const at::Tensor transposed = view(weight.data(), {out, x.columns}).t();
  if (bias.empty()) {
    at::mm_out(result, view(x), transposed);
  } else {
    at::addmm_out(result, view(bias), view(x), transposed);
  }
}

void linear_weight_gradient(const Matrix& x, const Matrix& gradient, std::span<float> weight_gradient) {
  const c10::InferenceMode inference;
  at::Tensor result = view(weight_gradient.data(), {gradient.columns, x.columns});
  at::mm_out(result, view(gradient).t(), view(x));
}

void linear_input_gradient(const Matrix& gradient, std::span<const float> weight, Matrix& x_gradient) {
  const c10::InferenceMode inference;
  const std::int64_t in = static_cast<std::int64_t>(weight.size()) / gradient.columns;
  x_gradient.resize(gradient.rows, in);
  at::Tensor result = view(x_gradient);
  at::mm_out(result, view(gradient), view(weight.data(), {gradient.columns, in}));
}

void column_sums(const Matrix& x, std::span<float> sums) {
  const c10::InferenceMode inference;
  at::Tensor result = view(sums);
  at::sum_out(result, view(x), {0}, false);
}

void batch_norm_forward(const Matrix& x, const BatchNormTensors& tensors, bool training, Matrix& y,
                        BatchNormSaved& saved) {
  const c10::InferenceMode inference;
  const auto [result, mean, inverse_deviation] =
      at::native_batch_norm(view(x), view(tensors.weight), view(tensors.bias), view(tensors.running_mean),
                            view(tensors.running_var), training, kBatchNormMomentum, tensors.epsilon);
  y.resize(x.rows, x.columns);
  copy_to(y.values, result);
  if (!training) return;
  keep(saved.mean, mean);
  keep(saved.inverse_deviation, inverse_deviation);
}

void batch_norm_backward(const Matrix& x, const BatchNormTensors& tensors, const BatchNormSaved& saved,
                         Matrix& gradient, std::span<float> weight_gradient, std::span<float> bias_gradient) {
  const c10::InferenceMode inference;
  const auto [of_input, of_weight, of_bias] = at::native_batch_norm_backward(
      view(gradient), view(x), view(tensors.weight), view(tensors.running_mean), view(tensors.running_var),
      view(saved.mean), view(saved.inverse_deviation), true, tensors.epsilon, {true, true, true});
  copy_to(gradient.values, of_input);
  copy_to(weight_gradient, of_weight);
  copy_to(bias_gradient, of_bias);
}

void log_softmax(const Matrix& scores, Matrix& result) {
  const c10::InferenceMode inference;
  result.resize(scores.rows, scores.columns);
  copy_to(result.values, at::_log_softmax(view(scores), 1, false));
}

void log_softmax_backward(const Matrix& result, Matrix& gradient) {
  const c10::InferenceMode inference;
  copy_to(gradient.values, at::_log_softmax_backward_data(view(gradient), view(result), 1, at::kFloat));
}

void adam_update(const AdamStep& step, std::span<float> value, std::span<const float> gradient, std::span<float> mean,
                 std::span<float> square) {
  const c10::InferenceMode inference;
  at::Tensor p = view(value);
  at::Tensor m = view(mean);
  at::Tensor v = view(square);
  const at::Tensor g = view(gradient);
  const auto count = static_cast<double>(step.step);
  const double mean_correction = 1.0 - std::pow(step.beta1, count);
  const double square_correction = 1.0 - std::pow(step.beta2, count);
  if (step.decay != 0.0) p.mul_(1.0 - step.decay);
  m.mul_(step.beta1).add_(g, 1.0 - step.beta1);
  v.mul_(step.beta2).addcmul_(g, g, 1.0 - step.beta2);
  const at::Tensor divisor = v.sqrt().div(std::sqrt(square_correction)).add_(step.epsilon);
  p.addcdiv_(m, divisor, -(step.rate / mean_correction));
}

}  // namespace rtl4ml
