// Dynamic quantization: weights of a few bits, and data that are quantized vector by vector while the network runs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

struct DynamicOptions {
  int weight_width = 8;  ///< 2 to 8; symmetric without the least code, one scale per output
  int data_width = 8;    ///< 2 to 16; affine, one scale and zero point per vector
};

/// A Linear layer's weights as codes.
struct DynamicLinear {
  std::vector<std::int8_t> weight;  ///< [out_features][in_features]
  std::vector<float> scale;         ///< [out_features]
};

struct DynamicNetwork {
  Network network;                                   ///< Linear layers keep their biases only
  std::vector<std::optional<DynamicLinear>> linear;  ///< one per layer; nothing where it is no Linear
  DynamicOptions options;
};

/// Scales are the largest magnitude of the output's weights over the largest code.
/// Errors: quantize.width, quantize.non_finite (with layer and row)
[[nodiscard]] Result<DynamicNetwork> quantize_dynamic(Network network, const DynamicOptions& options);

/// Each vector that enters a Linear becomes unsigned codes of the affine type from its least to its largest value, 0
/// included; products and sums are exact integers; data_out = sum * (scale of the output * scale of the vector) + bias,
/// in double. All other layers are evaluated in double.
/// Shapes: data_in[count][in_features] -> [count][out_features of the last layer]. Precondition: finite data
[[nodiscard]] std::vector<double> evaluate_dynamic(const DynamicNetwork& network, std::span<const double> data_in,
                                                   int in_features);

/// Bytes of the packed codes and their scales (linear_bytes), and of all other parameters in float32.
[[nodiscard]] std::int64_t dynamic_bytes(const DynamicNetwork& network);

}  // namespace rtl4ml
