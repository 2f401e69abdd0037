// The stages whose quantizer has a scale that is no power of two, a zero point, or a rounding of its own: the exact
// sums become codes by thresholds, or by a multiplication, so that each is the code that the file's nodes give.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sw/onnx/grid.hpp"
#include "sw/onnx/import_onnx.hpp"
#include "sw/onnx/staircase.hpp"
#include "sw/ops/affine.hpp"
#include "sw/ops/linear.hpp"
#include "sw/ops/threshold.hpp"

namespace rtl4ml {

/// Integers that a stage starts with, and the real values that they stand for: gain * (value in `type`) + offset.
struct StageInput {
  FixedType type;
  std::vector<double> gain, offset;     ///< [features], or empty: 1 and 0
  std::vector<std::int64_t> low, high;  ///< [features] codes that occur, or empty: all of the type
  /// [features] how far the file's own sums may be from the exact ones: its rounding in double precision; or empty: 0
  std::vector<double> rounding;
  std::vector<double> deviation;  ///< [features] how far these may be, where weights were rounded; or empty: 0
};

/// The codes of the grid, each feature's own value.
[[nodiscard]] StageInput codes_of(const OnnxGrid& data, int features);

/// The sums of a product without bias, in the type of their accumulator (which may be wider than a layer's output can).
/// folded_magnitude: as in OnnxStage.
[[nodiscard]] StageInput sums_of(const LinearOp& linear, const OnnxGrid& data, const IntegerMatrix& matrix,
                                 std::span<const double> folded_magnitude);

struct StepLayer {
  OnnxGrid grid;  ///< of the codes
  std::optional<ThresholdOp> threshold;
  std::optional<AffineOp> affine;                             ///< where there are no thresholds
  std::optional<std::pair<std::int64_t, std::int64_t>> clip;  ///< codes behind the affine, where its type is wider
  std::int64_t steps = 0, doubtful = 0;  ///< steps of all features; those within the rounding of the file's sums
  std::int64_t off = 0;  ///< sums beside steps at which the affine's code is off by one: no line has all steps
  std::string what;      ///< the nodes that it stands for: "BatchNormalization_17, BipolarQuant_19"
};

/// The grid of the data behind the stage: that of its last quantizer and of what follows it. Errors: those of
/// grid_of_step(), onnx.import (nodes behind the quantizer that leave its grid). Precondition: as step_layer()
[[nodiscard]] Result<OnnxGrid> grid_behind(const OnnxStage& stage, const OnnxGraph& graph);

/// Errors: those of grid_behind(), onnx.monotone, onnx.levels, onnx.too_large (the search takes more than the budget's
/// multiplications); those of the operators.
/// Precondition: one of the stage's steps is a quantizer
[[nodiscard]] Result<StepLayer> step_layer(const OnnxStage& stage, const StageInput& sums,
                                           const OnnxImportOptions& options, const OnnxGraph& graph);

}  // namespace rtl4ml
