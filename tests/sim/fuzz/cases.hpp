// A small case for the tests of sim/fuzz.
#pragma once

#include "sim/fuzz/fuzz_case.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {

/// Linear(in, out) with weights 1, 2, 3, ..., then a ReLU; s8.3 everywhere.
inline FuzzCase linear_relu_case(int in_features, int out_features) {
  FuzzLayer linear;
  linear.op = "linear";
  linear.name = "fc 1";
  linear.in_features = in_features;
  linear.out_features = out_features;
  linear.data_in = linear.weight = linear.bias = linear.data_out = {8, 3, true};
  linear.parallelism_in = in_features;
  linear.parallelism_out = out_features;
  for (int i = 0; i < in_features * out_features; ++i)
    linear.tensors["weight"].push_back(static_cast<float>(i + 1) / 8.0F);
  for (int i = 0; i < out_features; ++i) linear.tensors["bias"].push_back(static_cast<float>(i));
  FuzzLayer relu;
  relu.op = "relu";
  relu.name = "relu";
  relu.in_features = relu.out_features = out_features;
  relu.data_in = relu.data_out = {8, 3, true};
  relu.parallelism_in = relu.parallelism_out = out_features;
  FuzzCase result;
  result.name = "small";
  result.in_features = in_features;
  result.layers = {linear, relu};
  result.first_vectors = {std::vector<std::int64_t>(static_cast<std::size_t>(in_features), 5)};
  result.vectors = 7;
  result.stall = Stall::kRandom;
  result.resets = 2;
  return result;
}

}  // namespace rtl4ml
