#include "sw/train/losses.hpp"

#include <cmath>
#include <vector>

#include "sw/data/random.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Matrix random_scores(std::int64_t rows, Random& random) {
  Matrix scores;
  scores.resize(rows, 4);
  for (float& value : scores.values) value = static_cast<float>(random.uniform(-2, 2));
  return scores;
}

/// The largest difference between the gradient and central differences of the loss.
double gradient_error(const LossSpec& spec, Matrix scores, const std::vector<std::int64_t>& labels,
                      const Matrix* teacher) {
  Matrix gradient;
  Matrix unused;
  (void)loss_and_gradient(spec, scores, labels, teacher, gradient);
  double worst = 0.0;
  constexpr float kStep = 1e-2F;
  for (std::size_t i = 0; i < scores.values.size(); ++i) {
    const float own = scores.values[i];
    scores.values[i] = own + kStep;
    const double above = loss_and_gradient(spec, scores, labels, teacher, unused);
    scores.values[i] = own - kStep;
    const double below = loss_and_gradient(spec, scores, labels, teacher, unused);
    scores.values[i] = own;
    worst = std::max(worst, std::fabs((above - below) / (2.0 * kStep) - static_cast<double>(gradient.values[i])));
  }
  return worst;
}

}  // namespace

TEST_CASE("losses by hand", "[train]") {
  Matrix scores;
  scores.resize(1, 2);
  scores.values = {1.0F, 3.0F};
  Matrix gradient;
  const std::vector<std::int64_t> labels = {0};
  const double softplus = std::log(1.0 + std::exp(2.0));
  CHECK(loss_and_gradient({}, scores, labels, nullptr, gradient) == Approx(softplus));
  CHECK(gradient.values[1] == Approx(1.0 / (1.0 + std::exp(-2.0))));
  const LossSpec smooth{.label_smoothing = 0.2};  // targets 0.9 and 0.1
  CHECK(loss_and_gradient(smooth, scores, labels, nullptr, gradient) ==
        Approx(0.9 * softplus + 0.1 * (softplus - 2.0)));
  CHECK(loss_and_gradient({.kind = LossKind::kMse}, scores, labels, nullptr, gradient) == Approx(4.5));
  CHECK(gradient.values == std::vector<float>{0.0F, 3.0F});
  CHECK(loss_and_gradient({.kind = LossKind::kHinge}, scores, labels, nullptr, gradient) == Approx(1.5));
  CHECK(gradient.values == std::vector<float>{-0.5F, 0.5F});
  LossSpec distilled{.distillation = Distillation{.teacher = {}, .temperature = 2.0, .share = 1.0}};
  CHECK(loss_and_gradient(distilled, scores, labels, &scores, gradient) == Approx(0.0).margin(1e-6));
  CHECK(std::fabs(gradient.values[0]) < 1e-6F);
}

TEST_CASE("gradients of all losses are those of finite differences", "[train]") {
  Random random(5);
  const Matrix scores = random_scores(6, random);
  const Matrix teacher = random_scores(6, random);
  const std::vector<std::int64_t> labels = {0, 1, 2, 3, 0, 2};
  CHECK(gradient_error({}, scores, labels, nullptr) < 1e-4);
  CHECK(gradient_error({.label_smoothing = 0.3}, scores, labels, nullptr) < 1e-4);
  CHECK(gradient_error({.kind = LossKind::kMse}, scores, labels, nullptr) < 1e-4);
  CHECK(gradient_error({.kind = LossKind::kHinge}, scores, labels, nullptr) < 1e-4);
  const LossSpec distilled{.distillation = Distillation{.teacher = {}, .temperature = 3.0, .share = 0.7}};
  CHECK(gradient_error(distilled, scores, labels, &teacher) < 1e-4);
}

TEST_CASE("the first of the largest scores wins, never NaN", "[train]") {
  CHECK(predicted_class(std::vector<float>{1.0F, 3.0F, 3.0F}) == 1);
  CHECK(predicted_class(std::vector<float>{NAN, -3.0F, NAN}) == 1);
}

}  // namespace rtl4ml
