// What differs from feature to feature between a quantizer and the next product, as part of that product's matrix:
// scales of each feature's own, a batch norm behind an activation.
#pragma once

#include "sw/base/error.hpp"
#include "sw/onnx/chain.hpp"
#include "sw/onnx/graph.hpp"

namespace rtl4ml {

/// Ahead of every product: a quantizer with a scale or zero point for each feature becomes one without, between lines
/// that have them; the lines behind the last quantizer (or behind the graph's input) go into the matrix, and what they
/// add becomes a bias. Lines that are one positive factor and one offset for all features stay where they are: they are
/// the data's own scale. Errors: those of the operators
[[nodiscard]] Result<OnnxChain> fold_feature_lines(OnnxChain chain, const OnnxGraph& graph);

}  // namespace rtl4ml
