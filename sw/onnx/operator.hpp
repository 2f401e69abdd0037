// What an operator of an ONNX graph is given, and what it gives.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/onnx/graph.hpp"

namespace rtl4ml {

/// What a run may still take: hostile files broadcast small tensors to huge ones.
struct OnnxBudget {
  std::int64_t elements = std::int64_t{1} << 28;         ///< of all tensors that are made
  std::int64_t multiplications = std::int64_t{1} << 36;  ///< of matrix products
};

/// One node and the values of its inputs. The node was checked by check_onnx_nodes(): its attributes have their types,
/// and inputs that must be there are.
struct OnnxCall {
  const OnnxNode& node;
  std::span<const OnnxTensor* const> inputs;  ///< nullptr where an optional one is left out
  std::int64_t opset;                         ///< of ONNX's own operators
  std::string_view path;                      ///< of the file, for messages
  OnnxBudget& budget;

  [[nodiscard]] const OnnxTensor& in(std::size_t index) const { return *inputs[index]; }
  /// nullptr where there is no such input.
  [[nodiscard]] const OnnxTensor* optional(std::size_t index) const {
    return index < inputs.size() ? inputs[index] : nullptr;
  }
  [[nodiscard]] bool has(const char* attribute) const { return node.attributes.contains(attribute); }
  [[nodiscard]] std::int64_t integer(const char* attribute, std::int64_t otherwise) const {
    return attribute_or(node, attribute, otherwise);
  }
  [[nodiscard]] double real(const char* attribute, double otherwise) const {
    return attribute_or(node, attribute, otherwise);
  }
  [[nodiscard]] std::string text(const char* attribute, const char* otherwise) const {
    return attribute_or<std::string>(node, attribute, otherwise);
  }
  /// Empty where the node does not have it.
  [[nodiscard]] std::vector<std::int64_t> integers(const char* attribute) const {
    return attribute_or(node, attribute, std::vector<std::int64_t>{});
  }

  /// A failed result that names the node.
  [[nodiscard]] tl::unexpected<Errors> fault(const char* code, std::string message, std::string fix) const;
  /// A tensor of zeros. Errors: onnx.too_large (beyond the budget), onnx.shape (too many dimensions)
  [[nodiscard]] Result<OnnxTensor> blank(DType dtype, OnnxShape shape) const;
};

/// The operator's exact meaning in double precision; its outputs in order.
/// Errors: onnx.shape (shapes that do not go together), onnx.type (element types that do not), onnx.value (a number
/// that has no meaning here), onnx.attribute, onnx.too_large (beyond the budget)
using OnnxOperator = Result<std::vector<OnnxTensor>> (*)(const OnnxCall&);

/// The whole numbers of a tensor, such as a shape or axes, brought to +-2^53 ("to the end" is a huge number); false
/// where it is no integer tensor.
[[nodiscard]] bool whole_numbers(const OnnxTensor& tensor, std::vector<std::int64_t>& into);

/// The operator's one output.
[[nodiscard]] inline Result<std::vector<OnnxTensor>> only(Result<OnnxTensor> tensor) {
  if (!tensor) return faults(std::move(tensor.error()));
  std::vector<OnnxTensor> outputs;
  outputs.push_back(std::move(*tensor));
  return outputs;
}

}  // namespace rtl4ml
