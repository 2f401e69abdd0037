#include "sw/train/optimizers.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Parameter one(float value, bool decays = true) {
  return {.name = "p", .value = {value}, .gradient = {0.0F}, .decays = decays};
}

/// The value after a step for each gradient, at rate 0.1.
float after(const OptimizerSpec& spec, const std::vector<float>& gradients, bool decays = true) {
  Parameter parameter = one(1.0F, decays);
  Optimizer optimizer(spec, {&parameter});
  for (const float gradient : gradients) {
    parameter.gradient[0] = gradient;
    optimizer.step(0.1);
  }
  return parameter.value[0];
}

}  // namespace

TEST_CASE("SGD by hand", "[train]") {
  OptimizerSpec spec{.kind = OptimizerKind::kSgd, .weight_decay = 0.0, .momentum = 0.0};
  CHECK(after(spec, {2.0F}) == Approx(0.8));
  spec.momentum = 0.5;  // velocities 2, 1 + 1
  CHECK(after(spec, {2.0F, 1.0F}) == Approx(1.0 - 0.2 - 0.2));
  spec.nesterov = true;  // 2 + 0.5 * 2, then 1 + 0.5 * 2
  CHECK(after(spec, {2.0F, 1.0F}) == Approx(1.0 - 0.3 - 0.2));
  spec = {.kind = OptimizerKind::kSgd, .weight_decay = 0.5, .momentum = 0.0};
  CHECK(after(spec, {2.0F}) == Approx(1.0 - 0.1 * 2.5));
  CHECK(after(spec, {2.0F}, false) == Approx(0.8));
}

TEST_CASE("Adam and AdamW by hand", "[train]") {
  OptimizerSpec spec{.kind = OptimizerKind::kAdam, .weight_decay = 0.0};
  CHECK(after(spec, {4.0F}) == Approx(0.9));  // the first step is the rate itself
  const double mean = (0.9 * 0.1 * 4.0 + 0.1 * 1.0) / (1.0 - 0.81);
  const double square = (0.999 * 0.001 * 16.0 + 0.001 * 1.0) / (1.0 - 0.999 * 0.999);
  const double second = 0.9 - 0.1 * mean / std::sqrt(square);
  CHECK(after(spec, {4.0F, 1.0F}) == Approx(second));
  spec.weight_decay = 0.5;  // into the gradient: -1 + 0.5 turns nothing, its size does not matter
  CHECK(after(spec, {-1.0F}) == Approx(1.1));
  CHECK(after(spec, {-0.25F}) == Approx(0.9));
  spec.kind = OptimizerKind::kAdamW;
  CHECK(after(spec, {4.0F}) == Approx(0.95 - 0.1));
  CHECK(after(spec, {4.0F}, false) == Approx(0.9));
}

TEST_CASE("gradients are shortened together, masked values stay zero", "[train]") {
  Parameter left{.name = "l", .value = {0.0F, 0.0F}, .gradient = {3.0F, 0.0F}};
  Parameter right = one(0.0F);
  right.gradient = {4.0F};
  CHECK(gradient_norm({&left, &right}) == 5.0);
  clip_gradients({&left, &right}, 10.0);
  CHECK(left.gradient[0] == 3.0F);
  clip_gradients({&left, &right}, 1.0);
  CHECK(left.gradient[0] == Approx(0.6));
  CHECK(right.gradient[0] == Approx(0.8));
  for (const OptimizerKind kind : {OptimizerKind::kSgd, OptimizerKind::kAdam, OptimizerKind::kAdamW}) {
    Parameter masked{.name = "m", .value = {1.0F, 2.0F}, .gradient = {1.0F, 1.0F}, .mask = {0.0F, 1.0F}};
    Optimizer optimizer({.kind = kind, .clip_norm = 0.5}, {&masked});
    CHECK(masked.value[0] == 0.0F);
    for (int i = 0; i < 3; ++i) {
      masked.gradient = {1.0F, 1.0F};
      optimizer.step(0.1);
    }
    CHECK(masked.value[0] == 0.0F);
    CHECK(masked.value[1] < 2.0F);
  }
}

}  // namespace rtl4ml
