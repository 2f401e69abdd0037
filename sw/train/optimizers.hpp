// What turns gradients into steps: LibTorch's optimizers.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sw/train/parameter.hpp"
#include "sw/train/training_spec.hpp"

namespace torch::optim {
class Optimizer;
}  // namespace torch::optim

namespace rtl4ml {

/// SGD with momentum, Adam or AdamW; without weight decay where a parameter does not decay. Pruned values stay zero.
/// The parameters must outlive it.
class Optimizer {
 public:
  Optimizer(const OptimizerSpec& spec, std::vector<Parameter*> parameters);
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;
  ~Optimizer();

  /// Forgets the gradients of the last step.
  void clear_gradients();
  /// One step along the gradients, which are masked and, where clip_norm is given, shortened first.
  void step(double rate);

  /// What a later run needs to go on: steps taken, and per parameter the mean of gradients (of SGD: the velocity) and
  /// of their squares (of SGD: empty).
  struct State {
    std::int64_t steps = 0;
    std::vector<std::vector<float>> mean{}, square{};
  };
  [[nodiscard]] State state() const;
  /// Precondition: the sizes of state()
  void restore(const State& state);

 private:
  OptimizerSpec spec_;
  std::vector<Parameter*> parameters_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  std::int64_t steps_ = 0;
};

}  // namespace rtl4ml
