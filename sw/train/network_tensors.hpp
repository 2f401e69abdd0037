// The parameters of a network as the tensors of a checkpoint.
#pragma once

#include <vector>

#include "sw/checkpoint/tensor.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// In the network's order, float32: <name>.weight[out][in] and .bias[out] of a Linear (no bias where it has none),
/// .weight, .bias, .running_mean and .running_var of a BatchNorm1d, .weight of a PReLU.
[[nodiscard]] std::vector<Tensor> network_tensors(const Network& network);

/// One such tensor.
[[nodiscard]] Tensor float_tensor(std::string name, std::vector<std::int64_t> shape, const std::vector<float>& values);

}  // namespace rtl4ml
