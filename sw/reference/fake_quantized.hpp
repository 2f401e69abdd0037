// Oracle A: the network in torch, in double precision, with fake quantization of weights, biases and activations. It is
// made from the float network and the types only and shares no arithmetic with sw/ops.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Oracle A (torch) against oracle B (integers), element by element.
struct ReferenceComparison {
  std::int64_t elements = 0;
  std::int64_t differences = 0;
  std::int64_t table_entries = 0;  ///< of all tables of the model
  std::int64_t table_entries_differing =
      0;                        ///< where the functions of torch and of the C library differ by an ulp at a tie
  bool exact_in_double = true;  ///< then every difference is a fault
  std::string note;             ///< why it is not exact, and the first difference; empty: nothing to say
};

/// Outputs of the fake-quantized network, as real numbers.
/// Shapes: real inputs[count][in_features] -> [count][out_features]
/// `network`: after folding; its layers other than identities are the model's layers but casts, by name and in order.
/// Errors: reference.layers (network and model do not belong together), reference.torch (its message),
///         process.interrupted
[[nodiscard]] Result<std::vector<double>> fake_quantized(const QuantizedModel& model, const Network& network,
                                                         std::span<const double> inputs);

/// Compares the fake-quantized network with the codes that the integer model gave for the same inputs.
/// Shapes: inputs[count][in_features], codes[count][out_features]. Errors: as fake_quantized
[[nodiscard]] Result<ReferenceComparison> compare_with_torch(const QuantizedModel& model, const Network& network,
                                                             std::span<const double> inputs,
                                                             std::span<const std::int64_t> codes);

/// The float network as it was trained, float32, in evaluation mode; for the accuracy that quantization started from.
/// Shapes: inputs[count][in_features] -> [count][out_features]; in_features 0: the network's own.
[[nodiscard]] std::vector<float> float_forward(const Network& network, std::span<const double> inputs,
                                               int in_features = 0);

}  // namespace rtl4ml
