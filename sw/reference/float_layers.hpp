// Layers of the float network in torch, for the files of this folder that compute with it.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "sw/model/network.hpp"

namespace rtl4ml {

/// A copy, float32 [values].
[[nodiscard]] torch::Tensor tensor_of(const std::vector<float>& values);

/// One element-wise function, in the type of x.
[[nodiscard]] torch::Tensor table_forward(const TableLayer& layer, const torch::Tensor& x);

/// One layer in evaluation mode, float32. Shapes: x[n][in_features] -> [n][out_features]
[[nodiscard]] torch::Tensor float_layer(const LayerKind& kind, const torch::Tensor& x);

}  // namespace rtl4ml
