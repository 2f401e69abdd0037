// Losses of a batch, and what a score says.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/train/tensor.hpp"
#include "sw/train/training_spec.hpp"

namespace rtl4ml {

/// Mean loss of a batch, under autograd; no number where a score is none.
/// Shapes: scores[n][classes], labels[n] of 64 bit integers, teacher[n][classes] or undefined (no distillation) -> []
[[nodiscard]] at::Tensor batch_loss(const LossSpec& spec, const at::Tensor& scores, const at::Tensor& labels,
                                    const at::Tensor& teacher);

/// The first of the largest scores, as hardware's argmax; NaN never wins. Shapes: scores[classes]
[[nodiscard]] std::int64_t predicted_class(std::span<const float> scores);
/// That of every vector. Shapes: scores[n][classes] -> [n]
[[nodiscard]] std::vector<std::int64_t> predicted_classes(const at::Tensor& scores);

}  // namespace rtl4ml
