// How long LibTorch's own kernels take for one vector: what a network costs where it runs in software.
#pragma once

#include <optional>
#include <span>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// Microseconds a vector on one thread, one vector at a time: the median of `repeats` of them. Shapes:
/// data_in[in_features] Errors: reference.features (another size), reference.torch
[[nodiscard]] Result<double> float_inference_us(const Network& network, std::span<const double> data_in, int repeats);

/// The same with every Linear as LibTorch's dynamic int8 (one scale a weight matrix, data quantized as they come; the
/// engine QNNPACK). Nothing where this LibTorch has no such engine. Errors: as float_inference_us
[[nodiscard]] Result<std::optional<double>> dynamic_int8_inference_us(const Network& network,
                                                                      std::span<const double> data_in, int repeats);

}  // namespace rtl4ml
