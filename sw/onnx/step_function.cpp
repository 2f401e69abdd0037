#include "sw/onnx/step_function.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "sw/onnx/operators.hpp"

namespace rtl4ml {

Result<std::vector<double>> run_onnx_steps(std::span<const OnnxStep> steps, std::vector<double> values,
                                           std::int64_t opset, const std::string& path) {
  OnnxTensor data{DType::kFloat64, {}, std::move(values)};
  OnnxBudget budget;
  for (const OnnxStep& step : steps) {
    data.shape = step.shape;
    data.dtype = step.dtype;
    std::vector<const OnnxTensor*> inputs;
    for (std::size_t i = 0; i < step.node.inputs.size(); ++i)
      inputs.push_back(i == step.data ? &data : step.constant(i));
    Result<std::vector<OnnxTensor>> outputs =
        find_onnx_operator(step.node)->run({step.node, inputs, opset, path, budget});
    if (!outputs) return faults(std::move(outputs.error()));
    data = std::move(outputs->front());
  }
  return std::move(data.values);
}

bool is_onnx_line(const OnnxStep& step) {
  static const std::set<std::string, std::less<>> kLines = {"Add", "Sub", "Mul", "Div", "Neg", "BatchNormalization"};
  return kLines.contains(step.node.op);
}

Result<std::optional<FeatureLine>> line_of_steps(std::span<const OnnxStep> steps, int features, std::int64_t opset,
                                                 const std::string& path) {
  if (!std::all_of(steps.begin(), steps.end(), is_onnx_line)) return std::optional<FeatureLine>();
  const auto at = [&](double x) {
    return run_onnx_steps(steps, std::vector<double>(static_cast<std::size_t>(features), x), opset, path);
  };
  Result<std::vector<double>> zero = at(0.0);
  if (!zero) return faults(std::move(zero.error()));
  Result<std::vector<double>> one = at(1.0);
  if (!one) return faults(std::move(one.error()));
  FeatureLine line{std::move(*one), std::move(*zero)};
  for (std::size_t f = 0; f < line.gain.size(); ++f) line.gain[f] -= line.offset[f];
  return std::optional<FeatureLine>(std::move(line));
}

std::optional<double> only_value(const std::vector<double>& values) {
  constexpr double kRounding = 1e-12;
  for (const double value : values) {
    if (!(std::abs(value - values.front()) <= kRounding * std::abs(values.front()))) return std::nullopt;
  }
  return values.empty() ? std::nullopt : std::optional(values.front());
}

Result<std::optional<CommonLine>> common_line_of_steps(std::span<const OnnxStep> steps, int features,
                                                       std::int64_t opset, const std::string& path) {
  const Result<std::optional<FeatureLine>> line = line_of_steps(steps, features, opset, path);
  if (!line) return faults(line.error());
  if (!*line) return std::optional<CommonLine>();
  const std::optional<double> gain = only_value((*line)->gain), offset = only_value((*line)->offset);
  if (!gain || !offset || *gain <= 0.0) return std::optional<CommonLine>();
  return std::optional(CommonLine{*gain, *offset});
}

}  // namespace rtl4ml
