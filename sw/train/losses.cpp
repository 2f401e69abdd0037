#include "sw/train/losses.hpp"

#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/kl_div.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/mse_loss.h>
#include <ATen/ops/one_hot.h>

#include <cmath>
#include <cstddef>

#include "sw/train/tensors.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kIgnoredLabel = -100;  // LibTorch's default; labels are 0 and more

/// LibTorch's multi_margin_loss takes scores that are no numbers for good ones.
at::Tensor hinge(const at::Tensor& scores, const at::Tensor& labels) {
  const at::Tensor of_label = scores.gather(1, labels.unsqueeze(1));
  const at::Tensor others = at::one_hot(labels, scores.size(1)).eq(0);
  return scores.sub(of_label).add(1.0).relu().mul(others).mean();
}

at::Tensor label_loss(const LossSpec& spec, const at::Tensor& scores, const at::Tensor& labels) {
  switch (spec.kind) {
    case LossKind::kCrossEntropy:
      return at::cross_entropy_loss(scores, labels, at::Tensor(), at::Reduction::Mean, kIgnoredLabel,
                                    spec.label_smoothing);
    case LossKind::kMse:
      return at::mse_loss(scores, at::one_hot(labels, scores.size(1)).to(at::kFloat));
    case LossKind::kHinge:
      return hinge(scores, labels);
  }
  return {};
}

/// temperature^2 * KL(teacher || student)
at::Tensor distance(const Distillation& spec, const at::Tensor& scores, const at::Tensor& teacher) {
  const at::Tensor student = at::log_softmax(scores.div(spec.temperature), 1);
  const at::Tensor target = at::log_softmax(teacher.div(spec.temperature), 1);
  const double factor = spec.temperature * spec.temperature / static_cast<double>(scores.size(0));
  return at::kl_div(student, target, at::Reduction::Sum, true).mul(factor);
}

}  // namespace

at::Tensor batch_loss(const LossSpec& spec, const at::Tensor& scores, const at::Tensor& labels,
                      const at::Tensor& teacher) {
  const at::Tensor loss = label_loss(spec, scores, labels);
  if (!teacher.defined()) return loss;
  const double share = spec.distillation->share;
  return loss.mul(1.0 - share).add(distance(*spec.distillation, scores, teacher), share);
}

std::int64_t predicted_class(std::span<const float> scores) {
  std::size_t best = 0;
  for (std::size_t c = 1; c < scores.size(); ++c) {
    if (scores[c] > scores[best] || std::isnan(scores[best])) best = c;
  }
  return static_cast<std::int64_t>(best);
}

std::vector<std::int64_t> predicted_classes(const at::Tensor& scores) {
  const auto classes = static_cast<std::size_t>(scores.size(1));
  const std::span<const float> values = span_of(scores);
  std::vector<std::int64_t> predicted;
  for (std::size_t first = 0; first < values.size(); first += classes) {
    predicted.push_back(predicted_class(values.subspan(first, classes)));
  }
  return predicted;
}

}  // namespace rtl4ml
