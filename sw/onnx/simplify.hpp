// An ONNX graph without what exporters add: a pass that transforms.
#pragma once

#include "sw/base/error.hpp"
#include "sw/onnx/graph.hpp"
#include "sw/onnx/operator.hpp"

namespace rtl4ml {

/// The same function of one vector (an open batch becomes 1) with fewer nodes, to the last bit:
/// - what depends on constants or on shapes only is a constant; quantizers of constants stay, so that weights keep
/// their codes
/// - Identity, Dropout and casts to the type that is there are gone, and so is a Transpose of a quantized constant
/// - Flatten, Squeeze, Unsqueeze and Reshape are one Reshape to a constant shape, or gone where the shape stays
/// - what no output needs is gone
/// Names of nodes stay those of the file. Errors: those of OnnxProgram::prepare() and trace()
[[nodiscard]] Result<OnnxGraph> simplify_onnx(OnnxGraph graph, OnnxBudget budget = {});

}  // namespace rtl4ml
