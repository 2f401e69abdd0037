#include "sw/train/losses.hpp"

#include <cmath>
#include <vector>

#include "sw/data/random.hpp"
#include "sw/train/tensors.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

/// Of scores of two classes and label 0.
struct Judged {
  double loss;
  std::vector<float> gradient;
};
Judged judged(const LossSpec& spec, const std::vector<float>& scores, const std::vector<float>& teacher = {}) {
  const std::vector<std::int64_t> labels = {0};
  const at::Tensor leaf = tensor_of(scores, {1, 2}).set_requires_grad(true);
  const at::Tensor loss =
      batch_loss(spec, leaf, view_of(labels), teacher.empty() ? at::Tensor() : tensor_of(teacher, {1, 2}));
  loss.backward();
  return {loss.item<double>(), floats_of(leaf.grad())};
}

}  // namespace

TEST_CASE("losses by hand", "[train]") {
  const std::vector<float> scores = {1.0F, 3.0F};
  const double softplus = std::log(1.0 + std::exp(2.0));
  const Judged plain = judged({}, scores);
  CHECK(plain.loss == Approx(softplus));
  CHECK(plain.gradient[1] == Approx(1.0 / (1.0 + std::exp(-2.0))));
  const Judged smooth = judged({.label_smoothing = 0.2}, scores);  // targets 0.9 and 0.1
  CHECK(smooth.loss == Approx(0.9 * softplus + 0.1 * (softplus - 2.0)));
  const Judged squared = judged({.kind = LossKind::kMse}, scores);
  CHECK(squared.loss == Approx(4.5));
  CHECK(squared.gradient == std::vector<float>{0.0F, 3.0F});
  const Judged hinge = judged({.kind = LossKind::kHinge}, scores);
  CHECK(hinge.loss == Approx(1.5));
  CHECK(hinge.gradient == std::vector<float>{-0.5F, 0.5F});
  CHECK(judged({.kind = LossKind::kHinge}, {3.0F, 1.0F}).loss == 0.0);
}

TEST_CASE("distillation by hand: the distance of the softened scores, and its share", "[train]") {
  const std::vector<float> scores = {0.0F, 2.0F};
  LossSpec spec{.distillation = Distillation{.teacher = {}, .temperature = 2.0, .share = 1.0}};
  CHECK(judged(spec, scores, scores).loss == Approx(0.0).margin(1e-6));
  CHECK(std::fabs(judged(spec, scores, scores).gradient[0]) < 1e-6F);
  const double student = 1.0 / (1.0 + std::exp(1.0));  // of class 0
  const double distance = 4.0 * (0.5 * std::log(0.5 / student) + 0.5 * std::log(0.5 / (1.0 - student)));
  CHECK(judged(spec, scores, {1.0F, 1.0F}).loss == Approx(distance));
  CHECK(judged(spec, scores, {1.0F, 1.0F}).gradient[0] == Approx(2.0 * (student - 0.5)));
  spec.distillation->share = 0.25;
  CHECK(judged(spec, scores, {1.0F, 1.0F}).loss == Approx(0.75 * judged({}, scores).loss + 0.25 * distance));
}

TEST_CASE("no loss takes a score that is no number for a good one", "[train]") {
  for (const LossKind kind : {LossKind::kCrossEntropy, LossKind::kMse, LossKind::kHinge}) {
    CHECK(std::isnan(judged({.kind = kind}, {NAN, 1.0F}).loss));
    CHECK(std::isnan(judged({.kind = kind}, {1.0F, NAN}).loss));
  }
}

TEST_CASE("the first of the largest scores wins, never NaN", "[train]") {
  CHECK(predicted_class(std::vector<float>{1.0F, 3.0F, 3.0F}) == 1);
  CHECK(predicted_class(std::vector<float>{NAN, -3.0F, NAN}) == 1);
  CHECK(predicted_classes(tensor_of(std::vector<float>{1, 2, 3, 1, 0, -1}, {2, 3})) == std::vector<std::int64_t>{2, 0});
}

}  // namespace rtl4ml
