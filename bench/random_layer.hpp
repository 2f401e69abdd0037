// Random single-layer designs for the benchmarks, compiled by the real compiler.
#pragma once

#include <cstdint>
#include <random>

#include "gen/compile.hpp"

namespace rtl4ml::bench {

/// Sizes and parallelism of one Linear layer.
struct LayerShape {
  int in_features = 0, out_features = 0, parallelism_in = 0, parallelism_out = 0;
};

/// A Linear layer of full-range 8-bit weights and biases, data 8 bits with 3 fractional bits.
[[nodiscard]] inline Result<CompiledDesign> compile_random_layer(const std::string& name, const LayerShape& shape,
                                                                 std::uint64_t seed, const Target& target = {}) {
  std::mt19937_64 random(seed);
  const auto real = [&random] { return static_cast<float>(static_cast<int>(random() % 256) - 128) / 8.0F; };
  LinearLayer linear;
  linear.in_features = shape.in_features;
  linear.out_features = shape.out_features;
  for (int i = 0; i < shape.in_features * shape.out_features; ++i) linear.weight.push_back(real());
  for (int i = 0; i < shape.out_features; ++i) linear.bias.push_back(real());
  Network network;
  network.layers.push_back({"fc1", std::move(linear)});

  HardwareConfig config;
  config.path = "bench";
  config.name = name;
  config.target = target;
  TypeSpec type;
  type.width = 8;
  type.frac_width = 3;
  config.precision.data_in = config.precision.weight = config.precision.bias = config.precision.data_out = type;
  config.parallelism.in = shape.parallelism_in;
  config.parallelism.out = shape.parallelism_out;
  config.layer_parallelism["fc1"] = config.parallelism;
  return compile(std::move(config), std::move(network), {});
}

}  // namespace rtl4ml::bench
