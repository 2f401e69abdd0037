// The float network in double precision: what calibration and transforms of the network look at.
#pragma once

#include <span>
#include <vector>

#include "sw/model/network.hpp"

namespace rtl4ml {

/// Features that the layer gives for so many taken: a Linear's own, an argmax' one, else as many.
[[nodiscard]] int out_features(const LayerKind& kind, int in_features);

/// One layer on one vector, in double precision; batch norm by its definition.
/// Shapes: data_in[in_features] -> data_out[out_features]. Precondition: the sizes fit (infer_shapes, check_network)
void evaluate_real(const LayerKind& kind, std::span<const double> data_in, std::span<double> data_out);

/// One layer on many vectors.
/// Shapes: data_in[count][in_features] -> [count][out_features]
[[nodiscard]] std::vector<double> evaluate_real_batch(const LayerKind& kind, std::span<const double> data_in,
                                                      int in_features);

/// The whole network on many vectors.
/// Shapes: data_in[count][in_features] -> [count][out_features of the last layer]
[[nodiscard]] std::vector<double> evaluate_real(const Network& network, std::span<const double> data_in,
                                                int in_features);

}  // namespace rtl4ml
