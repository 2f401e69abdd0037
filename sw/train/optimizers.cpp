#include "sw/train/optimizers.hpp"

#include <cmath>
#include <utility>

#include "sw/train/torch_ops.hpp"

namespace rtl4ml {
namespace {

void apply_mask(const std::vector<float>& mask, std::vector<float>& values) {
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] == 0.0F) values[i] = 0.0F;
  }
}

}  // namespace

double gradient_norm(const std::vector<Parameter*>& parameters) {
  double squares = 0.0;
  for (const Parameter* parameter : parameters) {
    for (const float value : parameter->gradient) squares += static_cast<double>(value) * static_cast<double>(value);
  }
  return std::sqrt(squares);
}

void clip_gradients(const std::vector<Parameter*>& parameters, double norm) {
  const double length = gradient_norm(parameters);
  if (!(length > norm)) return;
  const auto factor = static_cast<float>(norm / length);
  for (Parameter* parameter : parameters) {
    for (float& value : parameter->gradient) value *= factor;
  }
}

Optimizer::Optimizer(const OptimizerSpec& spec, std::vector<Parameter*> parameters)
    : spec_(spec), parameters_(std::move(parameters)) {
  for (Parameter* parameter : parameters_) {
    apply_mask(parameter->mask, parameter->value);
    state_.mean.emplace_back(parameter->value.size(), 0.0F);
    state_.square.emplace_back(spec.kind == OptimizerKind::kSgd ? 0 : parameter->value.size(), 0.0F);
  }
}

void Optimizer::step(double rate) {
  ++state_.steps;
  for (Parameter* parameter : parameters_) apply_mask(parameter->mask, parameter->gradient);
  if (spec_.clip_norm > 0.0) clip_gradients(parameters_, spec_.clip_norm);
  for (std::size_t index = 0; index < parameters_.size(); ++index) {
    Parameter& parameter = *parameters_[index];
    if (spec_.kind == OptimizerKind::kSgd) {
      step_sgd(rate, parameter, state_.mean[index]);
    } else {
      step_adam(rate, parameter, index);
    }
  }
}

void Optimizer::step_sgd(double rate, Parameter& parameter, std::vector<float>& velocity) const {
  const auto decay = static_cast<float>(parameter.decays ? spec_.weight_decay : 0.0);
  const auto momentum = static_cast<float>(spec_.momentum);
  const auto length = static_cast<float>(rate);
  for (std::size_t i = 0; i < parameter.value.size(); ++i) {
    const float gradient = parameter.gradient[i] + decay * parameter.value[i];
    velocity[i] = momentum * velocity[i] + gradient;
    parameter.value[i] -= length * (spec_.nesterov ? gradient + momentum * velocity[i] : velocity[i]);
  }
}

void Optimizer::step_adam(double rate, Parameter& parameter, std::size_t index) {
  double decay = 0.0;
  if (parameter.decays && spec_.kind == OptimizerKind::kAdamW) decay = rate * spec_.weight_decay;
  if (parameter.decays && spec_.kind == OptimizerKind::kAdam && spec_.weight_decay > 0.0) {
    const auto share = static_cast<float>(spec_.weight_decay);
    for (std::size_t i = 0; i < parameter.value.size(); ++i) parameter.gradient[i] += share * parameter.value[i];
  }
  adam_update({rate, decay, spec_.beta1, spec_.beta2, spec_.epsilon, state_.steps}, parameter.value, parameter.gradient,
              state_.mean[index], state_.square[index]);
}

}  // namespace rtl4ml
