// Networks whose weights are stored in another way: how far off they are, how many bytes they take.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/compress/compress_network.hpp"
#include "sw/experiment/engine.hpp"
#include "sw/experiment/laboratory.hpp"
#include "sw/experiment/present.hpp"

namespace rtl4ml {

/// The float network of the seed, compressed, written to <folder>/compressed and read back: "accuracy" in float32 of
/// what was read, "mean_squared_error" of the Linear layers' weights, "bytes" of all parameters with everything that is
/// needed to read them, "file_bytes" as measured, "compression" (how many times smaller than float32), "weight_bits".
/// Errors: those of compress_network() and of the file
[[nodiscard]] Task compression_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant,
                                    const CompressionOptions& options);

/// Accuracy, error, bytes, file, compression.
[[nodiscard]] std::vector<Column> compression_columns();

}  // namespace rtl4ml
