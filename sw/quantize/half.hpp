// Half precision: parameters and data of a network as IEEE 754 binary16.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// The bits of the nearest binary16 (1 sign, 5 exponent, 10 fraction bits, subnormals), ties to even; from 65520 on an
/// infinity; NaN is a quiet NaN. Source: IEEE 754-2019, sections 3.4 and 4.3.1
[[nodiscard]] std::uint16_t half_bits(double value);

/// The nearest value of binary16, exactly.
[[nodiscard]] double round_to_half(double value);

/// The network with every parameter rounded to binary16. Errors: quantize.half_range (a parameter from 65520 on, or not
/// finite, with layer and value)
[[nodiscard]] Result<Network> to_half(Network network);

/// The network in double precision, its input and the output of every layer rounded to binary16; sums are not rounded
/// on the way. Values from 65520 on become infinite, as in hardware.
/// Shapes: data_in[count][in_features] -> [count][out_features of the last layer]
[[nodiscard]] std::vector<double> evaluate_half(const Network& network, std::span<const double> data_in,
                                                int in_features);

}  // namespace rtl4ml
