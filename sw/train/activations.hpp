// The activations of a block as LibTorch's operations.
#pragma once

#include "sw/train/tensor.hpp"

namespace rtl4ml {

/// x below `low` becomes low, above `high` high, and what is below zero is multiplied by `slope`.
struct Bend {
  enum class Kind { kRelu, kLeakyRelu, kClip };
  Kind kind = Kind::kRelu;
  double slope = 0.0;            ///< of kLeakyRelu
  double low = 0.0, high = 0.0;  ///< of kClip
};

/// The bend of `values`; its slope is taken at `unrounded`, so that what was rounded to a corner still learns.
/// Shapes: values[...], unrounded[...] the same -> the same
[[nodiscard]] at::Tensor bent(const Bend& bend, const at::Tensor& values, const at::Tensor& unrounded);

/// In double, rounded to float once.
[[nodiscard]] at::Tensor sigmoid(const at::Tensor& values);
[[nodiscard]] at::Tensor tanh(const at::Tensor& values);

}  // namespace rtl4ml
