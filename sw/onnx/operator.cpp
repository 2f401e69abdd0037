#include "sw/onnx/operator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace rtl4ml {

tl::unexpected<Errors> OnnxCall::fault(const char* code, std::string message, std::string fix) const {
  return rtl4ml::fault(code, std::string(path) + ": " + node.name, std::move(message), std::move(fix));
}

Result<OnnxTensor> OnnxCall::blank(DType dtype, OnnxShape shape) const {
  const std::optional<std::int64_t> numel = onnx_numel(shape);
  if (shape.size() > kMostOnnxDimensions) {
    return fault("onnx.shape",
                 fmt::format("gives {} dimensions; at most {} are supported", shape.size(), kMostOnnxDimensions),
                 "export the model again");
  }
  if (!numel || *numel > budget.elements) {
    return fault("onnx.too_large",
                 fmt::format("gives a tensor of shape {}; {} elements are left of what a run may make",
                             shape_text(shape), budget.elements),
                 "export the model with its real shapes, or run fewer vectors at a time");
  }
  budget.elements -= *numel;
  return OnnxTensor{dtype, std::move(shape), std::vector<double>(static_cast<std::size_t>(*numel))};
}

bool whole_numbers(const OnnxTensor& tensor, std::vector<std::int64_t>& into) {
  constexpr double kMost = 9007199254740992.0;
  if (!is_integer(tensor.dtype)) return false;
  into.clear();
  for (const double value : tensor.values) {
    into.push_back(static_cast<std::int64_t>(std::clamp(value, -kMost, kMost)));
  }
  return true;
}

}  // namespace rtl4ml
