#include "sw/onnx/fold_lines.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include "sw/onnx/grid.hpp"
#include "sw/onnx/step_function.hpp"

namespace rtl4ml {
namespace {

bool differs(const OnnxTensor* tensor) { return tensor != nullptr && !only_number(tensor); }

/// y = x op constant, under the name of the step that it is a part of.
OnnxStep part_of(const OnnxStep& step, const char* op, const OnnxTensor& constant) {
  return {OnnxNode{"", op, step.node.name, {"", ""}, {""}, {}}, {std::nullopt, constant}, 0, step.shape, step.dtype};
}

OnnxStep with_constant(OnnxStep step, std::size_t input, double value) {
  step.constants[input] = OnnxTensor{step.dtype, {}, {value}};
  return step;
}

/// The same numbers in the same operations: x / scale + zero is rounded and fitted, and taken back.
std::vector<OnnxStep> with_lines_apart(const OnnxStep& step) {
  const OnnxTensor *const scale = step.constant(1), *const zero = step.constant(2);
  if (step.node.op == "BipolarQuant" && differs(scale))
    return {with_constant(step, 1, 1.0), part_of(step, "Mul", *scale)};
  if ((step.node.op != "Quant" && step.node.op != "IntQuant") || !(differs(scale) || differs(zero))) return {step};
  std::vector<OnnxStep> steps = {part_of(step, "Div", *scale)};
  if (differs(zero)) steps.push_back(part_of(step, "Add", *zero));
  OnnxStep whole = with_constant(step, 1, 1.0);
  steps.push_back(differs(zero) ? with_constant(std::move(whole), 2, 0.0) : std::move(whole));
  if (differs(zero)) steps.push_back(part_of(step, "Sub", *zero));
  steps.push_back(part_of(step, "Mul", *scale));
  return steps;
}

void take_lines_apart(OnnxStage& stage) {
  const auto last = std::find_if(stage.after.rbegin(), stage.after.rend(), is_onnx_quantizer);
  if (last == stage.after.rend()) return;
  const std::vector<OnnxStep> steps = with_lines_apart(*last);
  const auto at = stage.after.erase(std::prev(last.base()));
  stage.after.insert(at, steps.begin(), steps.end());
}

/// x -> (gain x + offset) M = x (gain M) + offset M
void fold(const FeatureLine& line, OnnxStage& into) {
  OnnxTensor& matrix = *into.product->constants[1];
  const bool out_first = attribute_or<std::int64_t>(into.product->node, "transB", 0) != 0;
  const auto rows = static_cast<std::size_t>(into.in_features), columns = static_cast<std::size_t>(into.features);
  OnnxTensor bias{into.product->dtype, {into.features}, std::vector<double>(columns, 0.0)};
  into.folded_magnitude.assign(columns, 0.0);
  for (std::size_t in = 0; in < rows; ++in) {
    for (std::size_t out = 0; out < columns; ++out) {
      double& element = matrix.values[out_first ? out * rows + in : in * columns + out];
      bias.values[out] += line.offset[in] * element;
      into.folded_magnitude[out] += std::abs(line.offset[in] * element);
      element *= line.gain[in];
    }
  }
  const auto is_zero = [](double each) { return each == 0.0; };
  if (std::all_of(line.offset.begin(), line.offset.end(), is_zero)) return into.folded_magnitude.clear();
  OnnxStep add = part_of(*into.product, "Add", bias);
  add.shape = {into.features};
  into.after.insert(into.after.begin(), std::move(add));
}

/// Whether each of the lines is the data's own scale: one positive factor and one offset. Errors: those of the
/// operators
Result<bool> are_alike(std::span<const OnnxStep> lines, int features, const OnnxGraph& graph) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Result<std::optional<CommonLine>> line =
        common_line_of_steps(lines.subspan(i, 1), features, graph.opset(), graph.path);
    if (!line) return faults(line.error());
    if (!*line) return false;
  }
  return true;
}

}  // namespace

Result<OnnxChain> fold_feature_lines(OnnxChain chain, const OnnxGraph& graph) {
  for (std::size_t s = 0; s + 1 < chain.stages.size(); ++s) {
    OnnxStage& stage = chain.stages[s];
    take_lines_apart(stage);
    const auto first = std::find_if_not(stage.after.rbegin(), stage.after.rend(), is_onnx_line).base();
    if (first == stage.after.end()) continue;
    // Sums that no quantizer follows are no codes.
    if (stage.product && std::none_of(stage.after.begin(), first, is_onnx_quantizer)) continue;
    const std::span<const OnnxStep> lines(first, stage.after.end());
    const Result<bool> alike = are_alike(lines, stage.features, graph);
    if (!alike) return faults(alike.error());
    if (*alike) continue;
    const Result<std::optional<FeatureLine>> line = line_of_steps(lines, stage.features, graph.opset(), graph.path);
    if (!line) return faults(line.error());
    OnnxStage& next = chain.stages[s + 1];
    for (const OnnxStep& step : lines) next.folded.push_back(step.node.name);
    fold(**line, next);
    stage.after.erase(first, stage.after.end());
  }
  return chain;
}

}  // namespace rtl4ml
