// What turns gradients into steps.
#pragma once

#include <cstdint>
#include <vector>

#include "sw/train/parameter.hpp"
#include "sw/train/training_spec.hpp"

namespace rtl4ml {

/// The length of all gradients together.
[[nodiscard]] double gradient_norm(const std::vector<Parameter*>& parameters);

/// Shortens all gradients together to `norm` where they are longer.
void clip_gradients(const std::vector<Parameter*>& parameters, double norm);

/// SGD with momentum (the first step's velocity is the gradient itself; Nesterov's looks one step ahead), Adam (Kingma
/// and Ba, 2015), AdamW (Loshchilov and Hutter, 2019); PyTorch's order of operations. Values under a mask of zero stay
/// zero. The parameters must outlive it.
class Optimizer {
 public:
  Optimizer(const OptimizerSpec& spec, std::vector<Parameter*> parameters);

  /// One step along the gradients, which are masked and, where clip_norm is given, shortened first.
  void step(double rate);

  /// What a later run needs to go on: steps taken, and per parameter the mean of gradients (of SGD: the velocity) and
  /// of their squares (of SGD: empty).
  struct State {
    std::int64_t steps = 0;
    std::vector<std::vector<float>> mean{}, square{};
  };
  [[nodiscard]] State& state() { return state_; }

 private:
  void step_sgd(double rate, Parameter& parameter, std::vector<float>& velocity) const;
  void step_adam(double rate, Parameter& parameter, std::size_t index);

  OptimizerSpec spec_;
  std::vector<Parameter*> parameters_;
  State state_;
};

}  // namespace rtl4ml
