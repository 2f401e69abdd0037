// The last stage where no quantizer ends it: its sums go to the host, or become real numbers of one scale.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/onnx/step_layer.hpp"

namespace rtl4ml {

/// The file's values are scale * (the layers' output) + offset, up to largest_deviation.
struct FinalLayer {
  LinearOp linear;
  std::optional<AffineOp> affine;  ///< where the outputs have scales of their own
  bool negated = false;            ///< the weights are, because the outputs' scale was negative
  double scale = 1.0, offset = 0.0, largest_deviation = 0.0;
  std::vector<OnnxStep> behind;  ///< the stage's other nodes: activations that no quantizer follows
};

/// One scale for all outputs: the sums as they are, the weights negated where it is negative, with a bias where the
/// outputs' offsets differ. Scales that differ: numbers of 32 bits. Errors: onnx.width; those of the operators
[[nodiscard]] Result<FinalLayer> final_layer(LinearOp linear, const OnnxStage& stage, const StageInput& sums,
                                             const OnnxGraph& graph);

}  // namespace rtl4ml
