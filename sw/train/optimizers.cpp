#include "sw/train/optimizers.hpp"

#include <torch/torch.h>

#include <sstream>
#include <type_traits>
#include <utility>

#include "sw/train/tensors.hpp"

namespace rtl4ml {
namespace {

using Groups = std::vector<torch::optim::OptimizerParamGroup>;

void zero_pruned(const Parameter& parameter, const at::Tensor& values) {
  if (parameter.pruned.defined() && values.defined()) values.masked_fill_(parameter.pruned, 0.0);
}

std::vector<at::Tensor> values_of(const std::vector<Parameter*>& parameters, bool decays) {
  std::vector<at::Tensor> values;
  for (const Parameter* parameter : parameters) {
    if (parameter->decays == decays) values.push_back(parameter->value);
  }
  return values;
}

/// What decays, and what does not.
template <class Options>
Groups groups_of(const std::vector<Parameter*>& parameters, const Options& options) {
  Options without_decay = options;
  without_decay.weight_decay(0.0);
  return {{values_of(parameters, true), std::make_unique<Options>(options)},
          {values_of(parameters, false), std::make_unique<Options>(without_decay)}};
}

template <class Options>
Options adam_options(const OptimizerSpec& spec) {
  return Options(spec.learning_rate).betas({spec.beta1, spec.beta2}).eps(spec.epsilon).weight_decay(spec.weight_decay);
}

std::unique_ptr<torch::optim::Optimizer> make(const OptimizerSpec& spec, const std::vector<Parameter*>& parameters) {
  using namespace torch::optim;
  if (spec.kind == OptimizerKind::kAdamW) {
    const auto options = adam_options<AdamWOptions>(spec);
    return std::make_unique<AdamW>(groups_of(parameters, options), options);
  }
  if (spec.kind == OptimizerKind::kAdam) {
    const auto options = adam_options<AdamOptions>(spec);
    return std::make_unique<Adam>(groups_of(parameters, options), options);
  }
  const auto options = SGDOptions(spec.learning_rate)
                           .momentum(spec.momentum)
                           .nesterov(spec.nesterov && spec.momentum > 0.0)
                           .weight_decay(spec.weight_decay);
  return std::make_unique<SGD>(groups_of(parameters, options), options);
}

/// LibTorch finds a parameter's state by the address of its tensor, which version 1 writes as text.
template <class States>
auto key_of(const States&, const at::Tensor& value) {
  using Key = std::decay_t<decltype(std::declval<States>().begin()->first)>;
  if constexpr (std::is_pointer_v<Key>) {
    return static_cast<Key>(value.unsafeGetTensorImpl());
  } else {
    std::ostringstream address;
    address << value.unsafeGetTensorImpl();
    return Key(address.str());
  }
}

/// Of a parameter that was stepped; else zeros.
std::vector<float> floats_or_zeros(const at::Tensor& state, const at::Tensor& value) {
  return state.defined() ? floats_of(state) : std::vector<float>(static_cast<std::size_t>(value.numel()), 0.0F);
}

template <class Adam>
void take_moments(const Adam* state, const at::Tensor& value, Optimizer::State& all) {
  all.mean.push_back(floats_or_zeros(state == nullptr ? at::Tensor() : state->exp_avg(), value));
  all.square.push_back(floats_or_zeros(state == nullptr ? at::Tensor() : state->exp_avg_sq(), value));
}

template <class Adam>
std::unique_ptr<Adam> moments(const Optimizer::State& all, std::size_t index, const at::Tensor& value) {
  auto state = std::make_unique<Adam>();
  const auto tensor = [&](const std::vector<float>& values) {
    return tensor_of(values, {value.numel()}).view(value.sizes());
  };
  state->step(all.steps);
  state->exp_avg(tensor(all.mean[index]));
  state->exp_avg_sq(tensor(all.square[index]));
  return state;
}

}  // namespace

Optimizer::Optimizer(const OptimizerSpec& spec, std::vector<Parameter*> parameters)
    : spec_(spec), parameters_(std::move(parameters)), optimizer_(make(spec, parameters_)) {
  for (const Parameter* parameter : parameters_) zero_pruned(*parameter, parameter->value.detach());
}

Optimizer::~Optimizer() = default;

void Optimizer::clear_gradients() {
  for (const Parameter* parameter : parameters_) parameter->value.mutable_grad().reset();
}

void Optimizer::step(double rate) {
  ++steps_;
  for (const Parameter* parameter : parameters_) zero_pruned(*parameter, parameter->value.grad());
  if (spec_.clip_norm > 0.0) {
    std::vector<at::Tensor> all;
    for (const Parameter* parameter : parameters_) all.push_back(parameter->value);
    torch::nn::utils::clip_grad_norm_(std::move(all), spec_.clip_norm);
  }
  for (torch::optim::OptimizerParamGroup& group : optimizer_->param_groups()) group.options().set_lr(rate);
  optimizer_->step();
  for (const Parameter* parameter : parameters_) zero_pruned(*parameter, parameter->value.detach());
}

Optimizer::State Optimizer::state() const {
  State all{.steps = steps_};
  const auto& states = optimizer_->state();
  for (const Parameter* parameter : parameters_) {
    const at::Tensor& value = parameter->value;
    const auto found = states.find(key_of(states, value));
    const torch::optim::OptimizerParamState* const own = found == states.end() ? nullptr : found->second.get();
    if (spec_.kind == OptimizerKind::kAdamW) {
      take_moments(static_cast<const torch::optim::AdamWParamState*>(own), value, all);
    } else if (spec_.kind == OptimizerKind::kAdam) {
      take_moments(static_cast<const torch::optim::AdamParamState*>(own), value, all);
    } else {
      const auto* const sgd = static_cast<const torch::optim::SGDParamState*>(own);
      all.mean.push_back(floats_or_zeros(sgd == nullptr ? at::Tensor() : sgd->momentum_buffer(), value));
      all.square.emplace_back();
    }
  }
  return all;
}

void Optimizer::restore(const State& state) {
  steps_ = state.steps;
  auto& states = optimizer_->state();
  for (std::size_t index = 0; index < parameters_.size(); ++index) {
    const at::Tensor& value = parameters_[index]->value;
    std::unique_ptr<torch::optim::OptimizerParamState>& own = states[key_of(states, value)];
    if (spec_.kind == OptimizerKind::kAdamW) {
      own = moments<torch::optim::AdamWParamState>(state, index, value);
    } else if (spec_.kind == OptimizerKind::kAdam) {
      own = moments<torch::optim::AdamParamState>(state, index, value);
    } else {
      auto sgd = std::make_unique<torch::optim::SGDParamState>();
      sgd->momentum_buffer(tensor_of(state.mean[index], {value.numel()}).view(value.sizes()));
      own = std::move(sgd);
    }
  }
}

}  // namespace rtl4ml
