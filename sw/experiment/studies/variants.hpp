// The runs that several studies make.
#pragma once

#include <cstdint>
#include <string>

#include "sw/experiment/engine.hpp"
#include "sw/experiment/experiment.hpp"
#include "sw/experiment/laboratory.hpp"

namespace rtl4ml {

/// The float network trained further, as long as quantized or pruned ones are: the control of equal budget.
inline constexpr const char* kLongerVariant = "float32, trained longer";
[[nodiscard]] Task longer_task(const Laboratory& laboratory, std::uint64_t seed);

/// Of commands that make one each.
inline constexpr const char* kPtqVariant = "PTQ";
inline constexpr const char* kQatVariant = "QAT";

/// The float network quantized after training.
[[nodiscard]] Task ptq_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant,
                            const QuantizationPlan& plan);

/// The float network trained further, quantized.
[[nodiscard]] Task qat_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant,
                            const QuantizationPlan& plan);

}  // namespace rtl4ml
