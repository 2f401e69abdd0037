// From an ONNX graph to the integer model that means the same, and to the network and types that a hardware config
// names.
#pragma once

#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"
#include "sw/onnx/graph.hpp"
#include "sw/onnx/operator.hpp"

namespace rtl4ml {

struct OnnxImport {
  QuantizedModel model;  ///< one layer for each of the network, with the same name: fc1, relu1, clip1, fc2, ...
  Network network;       ///< its parameters as float32, exactly
  std::vector<std::string>
      left_to_host;  ///< nodes behind the last layer that only compare or scale: "Softmax_0 (Softmax)"
};

/// Imports a chain of MatMul or Gemm, Add (bias), Relu and Quant whose scales are powers of two, one for each tensor,
/// with zero points of 0. The integer model then equals OnnxProgram on every input that `input_type` holds, up to what
/// is left to the host: each Quant is the conversion at the output of the layer before it, and what no Quant follows is
/// kept exactly. `input_type`: of a graph whose first layer reads its input as it comes; a Quant of the input tells its
/// own. Errors: onnx.chain (the data branches, or no layer is there), onnx.import (nodes in a form, or of a kind, that
/// cannot be imported yet), onnx.scale (not a power of two, per channel, or with a zero point), onnx.width (a sum or a
/// parameter is too wide); all at once; those of simplify_onnx()
[[nodiscard]] Result<OnnxImport> import_onnx(OnnxGraph graph, const FixedType& input_type, OnnxBudget budget = {});

}  // namespace rtl4ml
