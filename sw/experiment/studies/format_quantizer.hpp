// Networks in any number format: what is brought to the format, trained in it, and measured.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "sw/experiment/networks.hpp"
#include "sw/number/number_format.hpp"
#include "sw/train/quantization_spec.hpp"

namespace rtl4ml {

/// Values of a format that has a largest value, scaled by a power of two so that the largest magnitude is just inside:
/// each row by its own scale (`by_row`), or all by one. Formats with a scale of their own are left to it.
/// Shapes: values[rows][columns] -> result[rows][columns]
void quantize_scaled(const NumberFormat& format, std::span<const float> values, std::int64_t columns, bool by_row,
                     std::span<float> result);

/// Weights of every Linear, and data_out of all but the last, in the format; data of binary and ternary networks in u8,
/// its frac_width fitted.
[[nodiscard]] QuantizationSpec format_spec(const NumberFormat& format, const Network& network);

/// Further, in the format, by `finetuning`. Errors: those of the trainer
[[nodiscard]] Result<TrainedNetwork> train_in_format(const Laboratory& laboratory, const RunName& run,
                                                     const Network& start, const NumberFormat& format);

/// The network is kept; "accuracy" in the format, "weight_bits" with shared exponents and scales, "macs".
[[nodiscard]] Result<Record> format_record(const Laboratory& laboratory, const std::string& variant, std::uint64_t seed,
                                           const TrainedNetwork& trained, const NumberFormat& format);

}  // namespace rtl4ml
