// A simplified ONNX graph as a chain: products with constant matrices, and what is done to their results.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/onnx/execute.hpp"
#include "sw/onnx/graph.hpp"

namespace rtl4ml {

/// A node that takes the chain's data element by element; all its other inputs are constants.
struct OnnxStep {
  OnnxNode node;
  std::vector<std::optional<OnnxTensor>> constants;  ///< by input; nothing for the data, and for what is left out
  std::size_t data = 0;                              ///< which input is the data
  OnnxShape shape;                                   ///< of the data
  DType dtype = DType::kFloat32;                     ///< of the data

  /// The constant that an input is, or nullptr.
  [[nodiscard]] const OnnxTensor* constant(std::size_t input) const {
    return input < constants.size() && constants[input] ? &*constants[input] : nullptr;
  }
};

/// A product, or the graph's input where there is none, and what follows it up to the next product.
struct OnnxStage {
  std::optional<OnnxStep> product;  ///< MatMul or Gemm, with its matrix as a constant of two dimensions
  std::string weight;               ///< the matrix' name
  std::vector<OnnxStep> after;      ///< a Gemm's factors and bias are steps of their own: Mul, Add
  int in_features = 0, features = 0;
  std::vector<std::string> folded;       ///< nodes ahead of the product that its matrix holds (fold_feature_lines)
  std::vector<double> folded_magnitude;  ///< [features] of what they add, its terms by their magnitudes; or empty: 0
};

struct OnnxChain {
  std::vector<OnnxStage> stages;  ///< the first one has no product
  std::vector<OnnxStep>
      behind;  ///< nodes behind the last stage that only compare or scale: Softmax, LogSoftmax, ArgMax, TopK
};

/// `traced`: the shapes of all values (OnnxProgram::trace).
/// Errors: onnx.chain (several inputs, the data branches, another output than the last node's), onnx.import (a product
/// of a kind that no layer computes, elements that are repeated or turned round, and one fault with all nodes that
/// cannot be imported); all at once
[[nodiscard]] Result<OnnxChain> split_onnx_chain(const OnnxProgram& program,
                                                 const std::map<std::string, OnnxTensor>& traced);

/// Whether the step brings its data to a grid of values.
[[nodiscard]] bool is_onnx_quantizer(const OnnxStep& step);

}  // namespace rtl4ml
