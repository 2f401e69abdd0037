// Tensors of random weights for the benchmarks, to be written as a checkpoint that `rtl4ml` reads.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "sw/checkpoint/tensor.hpp"

namespace rtl4ml::bench {

/// A float32 tensor of codes drawn evenly from `low` to `high`, each times `unit`.
[[nodiscard]] inline Tensor random_tensor(const std::string& name, std::vector<std::int64_t> shape, int low, int high,
                                          float unit, std::mt19937_64& random) {
  Tensor tensor{name, DType::kFloat32, std::move(shape), {}};
  const auto range = static_cast<std::uint64_t>(high - low + 1);
  std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
  for (float& value : values) value = static_cast<float>(low + static_cast<int>(random() % range)) * unit;
  const auto* bytes = reinterpret_cast<const std::byte*>(values.data());
  tensor.data.assign(bytes, bytes + values.size() * sizeof(float));
  return tensor;
}

}  // namespace rtl4ml::bench
