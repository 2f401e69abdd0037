// A network with quantized parameters and the types of its data: what PTQ gives and what is evaluated.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sw/model/network.hpp"
#include "sw/quantize/affine_type.hpp"

namespace rtl4ml {

/// The types of one layer. Where all of them are fixed-point types (fixed_type_of), the compiler takes them as they
/// are.
struct LayerAffineTypes {
  std::string layer;
  std::vector<AffineType> weight;  ///< one, or one per output; of leaky ReLU and PReLU: their slopes; empty: no weights
  std::vector<AffineType> bias;    ///< one, or one per output; empty: no bias
  AffineType data_out;
};

/// `network`: parameters are values of their types, as float32 (types wider than 24 bits are rounded to it).
struct QuantizedNetwork {
  Network network;
  AffineType data_in;
  std::vector<LayerAffineTypes> layers;  ///< one per layer of the network
};

/// The network in double precision, with its input and every layer's output brought to the values of their types.
/// Shapes: data_in[count][in_features] -> [count][out_features of the last layer]
[[nodiscard]] std::vector<double> evaluate_quantized(const QuantizedNetwork& quantized, std::span<const double> data_in,
                                                     int in_features);

/// Values -> the nearest values of the type, in place.
void fake_quantize(std::span<double> values, const AffineType& type);

}  // namespace rtl4ml
