// Layers of the float network in torch, for the files of this folder that compute with it.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "sw/model/network.hpp"

namespace rtl4ml {

/// A copy, float32 [values], or float64.
[[nodiscard]] torch::Tensor tensor_of(const std::vector<float>& values);
[[nodiscard]] torch::Tensor tensor_of(const std::vector<double>& values);

/// Counts in double, whatever the type of x. Shapes: x[n][features] -> float64 [n][features]
[[nodiscard]] torch::Tensor threshold_forward(const ThresholdLayer& layer, const torch::Tensor& x);

/// The index of the largest, the first of equals. Shapes: x[n][features] -> int64 [n][1]
[[nodiscard]] torch::Tensor argmax_forward(const torch::Tensor& x);

/// One element-wise function, in the type of x.
[[nodiscard]] torch::Tensor table_forward(const TableLayer& layer, const torch::Tensor& x);

/// One layer in evaluation mode, float32. Shapes: x[n][in_features] -> [n][out_features]
[[nodiscard]] torch::Tensor float_layer(const LayerKind& kind, const torch::Tensor& x);

}  // namespace rtl4ml
