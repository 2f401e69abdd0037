// A network's parameters as tensors under PyTorch's names, to be written as a checkpoint.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/checkpoint/tensor.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// Tensors, float32 but for the last two, in the order of the layers: <layer>.weight[out][in] and .bias[out] of Linear;
/// .weight, .bias, .running_mean and .running_var[features] of BatchNorm1d; .weight of PReLU. Of Threshold and Affine,
/// whose numbers are float64: .threshold[features][levels] and .falling[features] (uint8, where any falls); .weight and
/// .bias[features]. Read back by build_network() they give the same parameters.
[[nodiscard]] std::vector<Tensor> network_tensors(const Network& network);

/// One such tensor. Precondition: as many values as the shape holds
[[nodiscard]] Tensor float_tensor(std::string name, std::vector<std::int64_t> shape, const std::vector<float>& values);

}  // namespace rtl4ml
