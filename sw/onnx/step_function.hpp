// The function of each element that a run of steps is: the operators of the file themselves, one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/onnx/chain.hpp"

namespace rtl4ml {

/// What the steps make of one vector of real values. Shapes: values[features] -> [features].
/// Errors: those of the operators
[[nodiscard]] Result<std::vector<double>> run_onnx_steps(std::span<const OnnxStep> steps, std::vector<double> values,
                                                         std::int64_t opset, const std::string& path);

/// A factor and an offset for every feature.
struct FeatureLine {
  std::vector<double> gain, offset;  ///< [features]
};

/// Steps that are y = gain * x + offset for each feature, as that; nothing where one of them is not, or all of them
/// together are none in double precision. Errors: those of the operators
[[nodiscard]] Result<std::optional<FeatureLine>> line_of_steps(std::span<const OnnxStep> steps, int features,
                                                               std::int64_t opset, const std::string& path);

/// The number that all elements are, up to double's rounding; nothing where they differ.
[[nodiscard]] std::optional<double> only_value(const std::vector<double>& values);

/// One factor and one offset for all features.
struct CommonLine {
  double gain = 1.0;  ///< positive
  double offset = 0.0;
};

/// Steps that only give the data another scale: y = gain * x + offset with one positive gain and one offset; nothing
/// where they do anything else. Errors: those of the operators
[[nodiscard]] Result<std::optional<CommonLine>> common_line_of_steps(std::span<const OnnxStep> steps, int features,
                                                                     std::int64_t opset, const std::string& path);

/// Whether an operator is a straight line of each element: Add, Mul, BatchNormalization and their kin.
[[nodiscard]] bool is_onnx_line(const OnnxStep& step);

}  // namespace rtl4ml
