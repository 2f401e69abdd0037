// How long LibTorch takes for one vector: what a network costs where it runs in software.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

enum class InferenceForm {
  kFloat,  ///< parameters and data in float32
  /// Every Linear as LibTorch's dynamic int8: one scale a weight matrix, data quantized as they come; the engine
  /// QNNPACK.
  kDynamicInt8,
  /// Weights of 4 bits, two to a byte, one scale an output. LibTorch has no kernel for them on a CPU: they are unpacked
  /// to float32 before every product.
  kWeightInt4,
  /// Parameters in binary16, the data rounded to it behind every layer. Where LibTorch's CPU kernels do not multiply
  /// halves, which is everywhere but on the newest, the weights are widened before every product; so it is done here.
  kHalf,
};

struct Inference {
  double us = 0.0;               ///< microseconds a vector: the median of the repeats
  std::vector<double> data_out;  ///< [out_features]
};

/// One vector at a time on the calling thread. Shapes: data_in[in_features]. Nothing where this LibTorch has no engine
/// for the form. Precondition: repeats > 0. Errors: reference.features (another size), reference.torch
[[nodiscard]] Result<std::optional<Inference>> time_inference(const Network& network, InferenceForm form,
                                                              std::span<const double> data_in, int repeats);

}  // namespace rtl4ml
