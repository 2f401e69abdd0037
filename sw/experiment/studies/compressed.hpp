// Networks whose weights are stored in another way: how far off they are, how many bytes they take.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/experiment/engine.hpp"
#include "sw/experiment/laboratory.hpp"
#include "sw/experiment/present.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// What a Linear's weights become.
struct CompressedWeights {
  std::vector<float> values;  ///< as they are used; [out_features * in_features]
  std::int64_t bytes = 0;     ///< as they are stored, with all that is needed to read them
};
using Compress = std::function<Result<CompressedWeights>(const LinearLayer&)>;

/// The float network of the seed with compressed weights: "accuracy" in float32, "mean_squared_error" of all weights,
/// "bytes" of all parameters (those that are not compressed in float32), "compression" (how many times smaller than
/// float32), "weight_bits".
[[nodiscard]] Task compression_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant,
                                    Compress compress);

/// Accuracy, error, bytes, compression.
[[nodiscard]] std::vector<Column> compression_columns();

}  // namespace rtl4ml
