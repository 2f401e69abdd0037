// Losses and their gradients.
#pragma once

#include <cstdint>
#include <span>

#include "sw/train/matrix.hpp"
#include "sw/train/training_spec.hpp"

namespace rtl4ml {

/// Mean loss of a batch, and its gradient.
/// Shapes: scores[n][classes], labels[n], teacher[n][classes] or null (no distillation) -> gradient[n][classes]
[[nodiscard]] double loss_and_gradient(const LossSpec& spec, const Matrix& scores, std::span<const std::int64_t> labels,
                                       const Matrix* teacher, Matrix& gradient);

/// The first of the largest scores, as hardware's argmax; NaN never wins. Shapes: scores[classes]
[[nodiscard]] std::int64_t predicted_class(std::span<const float> scores);

}  // namespace rtl4ml
