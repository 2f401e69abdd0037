// An ONNX graph as this project holds it: checked, in topological order, without protobuf.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/onnx/tensor.hpp"

namespace rtl4ml {

/// int, float, string, ints, floats, strings, tensor; graphs and types are refused.
using OnnxAttribute = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>, std::vector<double>,
                                   std::vector<std::string>, OnnxTensor>;

struct OnnxNode {
  std::string domain;                ///< "" is ONNX's own
  std::string op;                    ///< "Quant", "MatMul"
  std::string name;                  ///< of the file; where it has none, the operator and the node's place: "MatMul_3"
  std::vector<std::string> inputs;   ///< names of values; "" where an optional one is left out
  std::vector<std::string> outputs;  ///< the same
  std::map<std::string, OnnxAttribute> attributes;
};

/// An attribute of the node, or what it is where the node has none, or one of another kind.
template <class Kind>
[[nodiscard]] Kind attribute_or(const OnnxNode& node, const char* name, Kind otherwise) {
  const auto found = node.attributes.find(name);
  const Kind* const value = found == node.attributes.end() ? nullptr : std::get_if<Kind>(&found->second);
  return value == nullptr ? otherwise : *value;
}

/// An input of the graph.
struct OnnxInput {
  static constexpr std::int64_t kAnySize = -1;  ///< named or unknown in the file: any batch
  std::string name;
  DType dtype = DType::kFloat32;
  OnnxShape shape;  ///< sizes, or kAnySize
};

/// A graph as check_onnx_graph() leaves it: every value has one source and every name read is one of them; nodes come
/// after those they read; Constant nodes are constants.
struct OnnxGraph {
  std::string path;                            ///< for messages
  std::string producer;                        ///< "pytorch 1.11", as the file says
  std::map<std::string, std::int64_t> opsets;  ///< version by domain
  std::vector<OnnxInput> inputs;               ///< without those that are constants
  std::vector<std::string> outputs;
  std::map<std::string, OnnxTensor> constants;  ///< initialisers and Constant nodes, by the value's name
  std::vector<OnnxNode> nodes;

  /// Of ONNX's own operators; 0 where the file does not say.
  [[nodiscard]] std::int64_t opset() const;
  /// Where a fault lies: "model.onnx: fc1".
  [[nodiscard]] std::string place(const OnnxNode& node) const { return path + ": " + node.name; }
};

/// Puts the nodes into order and makes Constant nodes constants.
/// Errors: onnx.duplicate (a value with two sources), onnx.missing (a value without any), onnx.cycle, onnx.outputs (a
/// graph without outputs), onnx.constant (a Constant without one value), onnx.opset (older than 7, or not told); all at
/// once
[[nodiscard]] Result<OnnxGraph> check_onnx_graph(OnnxGraph graph);

}  // namespace rtl4ml
