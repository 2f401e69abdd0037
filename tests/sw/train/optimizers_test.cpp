#include "sw/train/optimizers.hpp"

#include <cmath>

#include "sw/train/tensors.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Parameter parameter_of(const std::vector<float>& values, bool decays = true) {
  return {.name = "p",
          .value = tensor_of(values, {static_cast<std::int64_t>(values.size())}).set_requires_grad(true),
          .decays = decays};
}

void set_gradient(const Parameter& parameter, const std::vector<float>& values) {
  parameter.value.mutable_grad() = tensor_of(values, {static_cast<std::int64_t>(values.size())});
}

/// The value after a step for each gradient, at rate 0.1; from `split` on by another optimizer with the first one's
/// state.
float after(const OptimizerSpec& spec, const std::vector<float>& gradients, bool decays = true, std::size_t split = 9) {
  Parameter parameter = parameter_of({1.0F}, decays);
  Optimizer first(spec, {&parameter});
  Optimizer second(spec, {&parameter});
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    if (i == split) second.restore(first.state());
    Optimizer& optimizer = i < split ? first : second;
    optimizer.clear_gradients();
    CHECK_FALSE(parameter.value.grad().defined());
    set_gradient(parameter, {gradients[i]});
    optimizer.step(0.1);
  }
  return floats_of(parameter.value)[0];
}

}  // namespace

TEST_CASE("SGD by hand", "[train]") {
  OptimizerSpec spec{.kind = OptimizerKind::kSgd, .weight_decay = 0.0, .momentum = 0.0};
  CHECK(after(spec, {2.0F}) == Approx(0.8));
  spec.nesterov = true;  // of nothing
  CHECK(after(spec, {2.0F}) == Approx(0.8));
  spec.nesterov = false;
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

TEST_CASE("another optimizer goes on from the state to the same bytes", "[train]") {
  const std::vector<float> gradients = {2.0F, -1.0F, 0.5F, 3.0F};
  for (const OptimizerKind kind : {OptimizerKind::kSgd, OptimizerKind::kAdam, OptimizerKind::kAdamW}) {
    const float whole = after({.kind = kind}, gradients);
    CHECK(after({.kind = kind}, gradients, true, 2) == whole);
    CHECK(after({.kind = kind}, gradients, true, 0) == whole);  // no step before it
  }
}

TEST_CASE("gradients are shortened together, masked values stay zero", "[train]") {
  const OptimizerSpec plain{.kind = OptimizerKind::kSgd, .weight_decay = 0.0, .momentum = 0.0};
  for (const auto& [clip_norm, factor] : {std::pair{10.0, 1.0}, std::pair{1.0, 0.2}, std::pair{0.0, 1.0}}) {
    Parameter left = parameter_of({0.0F, 0.0F});
    Parameter right = parameter_of({0.0F});
    OptimizerSpec spec = plain;
    spec.clip_norm = clip_norm;
    Optimizer optimizer(spec, {&left, &right});
    set_gradient(left, {3.0F, 0.0F});
    set_gradient(right, {4.0F});
    optimizer.step(1.0);
    CHECK(floats_of(left.value)[0] == Approx(-3.0 * factor));
    CHECK(floats_of(right.value)[0] == Approx(-4.0 * factor));
  }
  for (const OptimizerKind kind : {OptimizerKind::kSgd, OptimizerKind::kAdam, OptimizerKind::kAdamW}) {
    Parameter masked = parameter_of({1.0F, 2.0F});
    masked.pruned = tensor_of(std::vector<float>{1.0F, 0.0F}, {2}).to(at::kBool);
    Optimizer optimizer({.kind = kind, .clip_norm = 0.5}, {&masked});
    CHECK(floats_of(masked.value)[0] == 0.0F);
    for (int i = 0; i < 3; ++i) {
      set_gradient(masked, {1e6F, 1.0F});  // would leave the other nothing
      optimizer.step(0.1);
    }
    CHECK(floats_of(masked.value)[0] == 0.0F);
    CHECK(floats_of(masked.value)[1] < 1.95F);
    CHECK(optimizer.state().mean[0][0] == 0.0F);
  }
}

}  // namespace rtl4ml
