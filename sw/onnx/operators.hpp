// The operators that are understood, one line each, and the check of a graph's nodes against them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sw/onnx/graph.hpp"
#include "sw/onnx/operator.hpp"

namespace rtl4ml {

struct OnnxOperatorInfo {
  /// Nothing but the attributes named is understood: one that is not known would change what the operator means.
  struct Attribute {
    const char* name;
    std::size_t kind;  ///< index in OnnxAttribute
  };
  const char* name;
  bool quantizer;  ///< of a domain of QONNX, not of ONNX
  std::size_t fewest_inputs, most_inputs, most_outputs;
  std::vector<Attribute> attributes;
  OnnxOperator run;
};

[[nodiscard]] std::span<const OnnxOperatorInfo> onnx_operators();

/// nullptr where no operator of that name is understood in the node's domain: ONNX's own, or onnx.brevitas,
/// finn.custom_op.general, qonnx.custom_op.general.
[[nodiscard]] const OnnxOperatorInfo* find_onnx_operator(const OnnxNode& node);

/// Every fault of every node at once: onnx.unsupported (one fault with the names of all such nodes), onnx.inputs (too
/// few, too many, or one left out), onnx.attribute (not known, of the wrong type, a rounding mode that is none, or
/// missing: `narrow` of Quant, whose default differs from document to program, `axis` of Concat, `to` of Cast)
[[nodiscard]] Errors check_onnx_nodes(const OnnxGraph& graph);

}  // namespace rtl4ml
