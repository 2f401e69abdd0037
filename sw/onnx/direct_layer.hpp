// The stages that need no integers but the linear layer's own: every number is a multiple of a power of two, and the
// quantizer is the conversion at the layer's output.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "sw/onnx/grid.hpp"
#include "sw/ops/linear.hpp"

namespace rtl4ml {

/// One or more steps that together are a conversion to a type: a Quant, or QuantizeLinear, Clip, DequantizeLinear.
struct DirectQuantizer {
  OnnxGrid grid;
  Rounding rounding = Rounding::kHalfEven;
  std::size_t steps = 1;

  /// Whether some code of the type does not occur.
  [[nodiscard]] bool is_narrow() const;
};

/// The conversion to a plain grid that the steps begin with; nothing where they begin with none of this compiler's.
[[nodiscard]] std::optional<DirectQuantizer> direct_quantizer(std::span<const OnnxStep> steps, const std::string& path);

/// The conversion of the input that the steps begin with and the host can make (InputScale), of any scale and zero
/// point. QuantizeLinear adds its zero point to what it has rounded: there the codes are those before, without a zero.
[[nodiscard]] std::optional<DirectQuantizer> input_quantizer(std::span<const OnnxStep> steps, const std::string& path);

struct DirectLayer {
  LinearOp linear;                                            ///< with its bias, output type and rounding
  bool relu = false;                                          ///< behind it
  std::optional<std::pair<std::int64_t, std::int64_t>> clip;  ///< behind that: the codes of a narrow quantizer
  bool relu_behind = false;                                   ///< behind that
};

/// The stage as [bias] [Relu] [quantizer] [Relu]; what no quantizer follows keeps its sums exactly. Nothing where the
/// stage has another form, or a sum is too wide for that. Precondition: data and weights are plain
[[nodiscard]] std::optional<DirectLayer> direct_layer(LinearOp linear, const OnnxStage& stage, const std::string& path);

}  // namespace rtl4ml
