#include "sw/train/losses.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sw/train/torch_ops.hpp"

namespace rtl4ml {
namespace {

/// - sum of target * log softmax(scores), mean over the batch; `gradient` holds the targets at first.
double cross_entropy_of_targets(const Matrix& scores, Matrix& gradient) {
  Matrix logarithms;
  log_softmax(scores, logarithms);
  const auto share = -1.0F / static_cast<float>(scores.rows);
  double sum = 0.0;
  for (std::size_t i = 0; i < gradient.values.size(); ++i) {
    const float target = gradient.values[i];
    if (target != 0.0F) sum -= static_cast<double>(target) * static_cast<double>(logarithms.values[i]);
    gradient.values[i] = target * share;
  }
  log_softmax_backward(logarithms, gradient);
  return sum / static_cast<double>(scores.rows);
}

double cross_entropy(const LossSpec& spec, const Matrix& scores, std::span<const std::int64_t> labels,
                     Matrix& gradient) {
  const double spread = spec.label_smoothing / static_cast<double>(scores.columns);
  std::fill(gradient.values.begin(), gradient.values.end(), static_cast<float>(spread));
  for (std::int64_t n = 0; n < scores.rows; ++n) {
    gradient.row(n)[static_cast<std::size_t>(labels[static_cast<std::size_t>(n)])] =
        static_cast<float>(1.0 - spec.label_smoothing + spread);
  }
  return cross_entropy_of_targets(scores, gradient);
}

double squared_error(const Matrix& scores, std::span<const std::int64_t> labels, Matrix& gradient) {
  const double share = 1.0 / static_cast<double>(scores.rows * scores.columns);
  double sum = 0.0;
  for (std::int64_t n = 0; n < scores.rows; ++n) {
    const std::span<const float> row = scores.row(n);
    const auto label = static_cast<std::size_t>(labels[static_cast<std::size_t>(n)]);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const double error = static_cast<double>(row[c]) - (c == label ? 1.0 : 0.0);
      sum += error * error;
      gradient.row(n)[c] = static_cast<float>(2.0 * error * share);
    }
  }
  return sum * share;
}

double hinge(const Matrix& scores, std::span<const std::int64_t> labels, Matrix& gradient) {
  const double share = 1.0 / static_cast<double>(scores.rows * scores.columns);
  double sum = 0.0;
  for (std::int64_t n = 0; n < scores.rows; ++n) {
    const std::span<const float> row = scores.row(n);
    const std::span<float> own = gradient.row(n);
    const auto label = static_cast<std::size_t>(labels[static_cast<std::size_t>(n)]);
    std::fill(own.begin(), own.end(), 0.0F);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const double margin = 1.0 - static_cast<double>(row[label]) + static_cast<double>(row[c]);
      if (c == label || margin < 0.0) continue;  // NaN is summed up
      sum += margin;
      own[c] += static_cast<float>(share);
      own[label] -= static_cast<float>(share);
    }
  }
  return sum * share;
}

double label_loss(const LossSpec& spec, const Matrix& scores, std::span<const std::int64_t> labels, Matrix& gradient) {
  switch (spec.kind) {
    case LossKind::kCrossEntropy:
      return cross_entropy(spec, scores, labels, gradient);
    case LossKind::kMse:
      return squared_error(scores, labels, gradient);
    case LossKind::kHinge:
      return hinge(scores, labels, gradient);
  }
  return 0.0;
}

Matrix divided(const Matrix& scores, double temperature) {
  Matrix result = scores;
  const auto factor = static_cast<float>(1.0 / temperature);
  for (float& value : result.values) value *= factor;
  return result;
}

/// temperature^2 * KL(teacher || student); adds `share` of its gradient to (1 - share) of what is there.
double distil(const Distillation& spec, const Matrix& scores, const Matrix& teacher, Matrix& gradient) {
  Matrix targets;
  log_softmax(divided(teacher, spec.temperature), targets);
  double entropy = 0.0;
  for (float& value : targets.values) {
    const double logarithm = static_cast<double>(value);
    const double probability = std::exp(logarithm);
    if (probability > 0.0) entropy -= probability * logarithm;
    value = static_cast<float>(probability);
  }
  const double cross = cross_entropy_of_targets(divided(scores, spec.temperature), targets);
  const auto of_labels = static_cast<float>(1.0 - spec.share);
  const auto of_teacher = static_cast<float>(spec.share * spec.temperature);  // T^2, and 1/T from the softened scores
  for (std::size_t i = 0; i < gradient.values.size(); ++i) {
    gradient.values[i] = of_labels * gradient.values[i] + of_teacher * targets.values[i];
  }
  return spec.temperature * spec.temperature * (cross - entropy / static_cast<double>(scores.rows));
}

}  // namespace

double loss_and_gradient(const LossSpec& spec, const Matrix& scores, std::span<const std::int64_t> labels,
                         const Matrix* teacher, Matrix& gradient) {
  assert(static_cast<std::int64_t>(labels.size()) == scores.rows);
  gradient.resize(scores.rows, scores.columns);
  const double loss = label_loss(spec, scores, labels, gradient);
  if (teacher == nullptr) return loss;
  const double share = spec.distillation->share;
  return (1.0 - share) * loss + share * distil(*spec.distillation, scores, *teacher, gradient);
}

std::int64_t predicted_class(std::span<const float> scores) {
  std::size_t best = 0;
  for (std::size_t c = 1; c < scores.size(); ++c) {
    if (scores[c] > scores[best] || std::isnan(scores[best])) best = c;
  }
  return static_cast<std::int64_t>(best);
}

}  // namespace rtl4ml
