// What the compiler says of a network that an experiment made: the hardware side of every study.
#pragma once

#include "sw/experiment/laboratory.hpp"

namespace rtl4ml {

/// Reads the hardware config, compiles it and evaluates the integer oracle, which the RTL equals, on the test part.
/// Result: the figures that HardwareModel names; without "lut", "ff", "dsp" and "bram" where the target has no cost
/// model. Errors: those of compiling
[[nodiscard]] Result<std::map<std::string, double>> measure_hardware(const std::filesystem::path& config,
                                                                     const Dataset& test);

}  // namespace rtl4ml
