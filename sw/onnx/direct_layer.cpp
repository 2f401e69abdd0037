#include "sw/onnx/direct_layer.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace rtl4ml {
namespace {

/// QuantizeLinear, perhaps Clip, DequantizeLinear of the same scale and zero point.
std::optional<DirectQuantizer> quantize_dequantize(std::span<const OnnxStep> steps, const std::string& path) {
  const std::size_t length = steps.size() > 1 && steps[1].node.op == "Clip" ? 3 : 2;
  if (steps.size() < length || steps[0].node.op != "QuantizeLinear" || steps[length - 1].node.op != "DequantizeLinear")
    return std::nullopt;
  const OnnxStep& last = steps[length - 1];
  const Result<OnnxGrid> grid = grid_of_step(last, path);
  const auto number = [](const OnnxTensor* tensor) { return tensor == nullptr ? 0.0 : only_number(tensor); };
  if (!grid || only_number(steps[0].constant(1)) != only_number(last.constant(1)) ||
      number(steps[0].constant(2)) != number(last.constant(2)))
    return std::nullopt;
  DirectQuantizer quantizer{*grid, Rounding::kHalfEven, length};
  if (length == 2) return quantizer;
  // The Clip's bounds are codes.
  const OnnxGrid codes{{grid->type.width, 0, grid->type.is_signed}, 1.0, 0.0, grid->low, grid->high};
  const auto clipped = codes_of_clip(steps[1], codes);
  if (!clipped) return std::nullopt;
  std::tie(quantizer.grid.low, quantizer.grid.high) = *clipped;
  return quantizer;
}

/// The quantizer that the steps begin with, whatever its scale; nothing where features have scales or widths of their
/// own, it is bipolar, or no type here rounds as it does.
std::optional<DirectQuantizer> any_quantizer(std::span<const OnnxStep> steps, const std::string& path) {
  if (steps.empty()) return std::nullopt;
  const std::optional<Rounding> rounding = rounding_of_step(steps[0].node);
  if (!rounding) return quantize_dequantize(steps, path);
  const Result<OnnxGrid> grid = grid_of_step(steps[0], path);
  const auto bipolar = [&] { return grid->type.width == 1 && grid->zero != 0.0; };
  if (!grid || !grid->same_width || bipolar()) return std::nullopt;
  return DirectQuantizer{*grid, *rounding, 1};
}

/// Adds the constant as the layer's bias where it can be one.
bool add_bias(LinearOp& linear, const OnnxStep& step) {
  const OnnxTensor* const bias = step.constant(1 - step.data);
  if (bias == nullptr || (bias->numel() != 1 && bias->numel() != linear.out_features)) return false;
  return set_exact_bias(linear, bias->values);
}

}  // namespace

bool DirectQuantizer::is_narrow() const { return grid.low > grid.type.min_code() || grid.high < grid.type.max_code(); }

std::optional<DirectQuantizer> direct_quantizer(std::span<const OnnxStep> steps, const std::string& path) {
  std::optional<DirectQuantizer> quantizer = any_quantizer(steps, path);
  return quantizer && quantizer->grid.is_plain() ? quantizer : std::nullopt;
}

std::optional<DirectQuantizer> input_quantizer(std::span<const OnnxStep> steps, const std::string& path) {
  std::optional<DirectQuantizer> quantizer = any_quantizer(steps, path);
  if (!quantizer || quantizer->rounding != Rounding::kHalfEven) return std::nullopt;
  OnnxGrid& grid = quantizer->grid;
  const bool added_behind = steps[0].node.op == "QuantizeLinear" && grid.zero != 0.0;
  if (!added_behind) return quantizer;
  const auto zero = static_cast<std::int64_t>(grid.zero);
  grid.low -= zero;
  grid.high -= zero;
  grid.zero = 0.0;
  grid.type = type_of_codes(grid.low, grid.high, 0, true);
  const bool holds = grid.low >= grid.type.min_code() && grid.high <= grid.type.max_code();
  return holds ? quantizer : std::nullopt;
}

std::optional<DirectLayer> direct_layer(LinearOp linear, const OnnxStage& stage, const std::string& path) {
  DirectLayer layer;
  std::span<const OnnxStep> steps(stage.after);
  const auto next_is = [&steps](const char* op) { return !steps.empty() && steps.front().node.op == op; };
  if (next_is("Add")) {
    if (!add_bias(linear, steps.front())) return std::nullopt;
    steps = steps.subspan(1);
  }
  if (next_is("Relu")) {
    layer.relu = true;
    steps = steps.subspan(1);
  }
  if (const std::optional<DirectQuantizer> quantizer = direct_quantizer(steps, path)) {
    linear.data_out = quantizer->grid.type;
    linear.rounding = quantizer->rounding;
    // A Relu leaves nothing below 0, where a signed narrow type ends one code earlier.
    if (quantizer->is_narrow() &&
        !(layer.relu && quantizer->grid.low < 0 && quantizer->grid.high == quantizer->grid.type.max_code()))
      layer.clip = std::pair(quantizer->grid.low, quantizer->grid.high);
    steps = steps.subspan(quantizer->steps);
    if (next_is("Clip")) {
      const auto clipped = codes_of_clip(steps.front(), quantizer->grid);
      if (!clipped) return std::nullopt;
      layer.clip = clipped;
      steps = steps.subspan(1);
    }
  } else {
    linear.data_out = {kMaxWidth, linear.accumulator_frac_width(), true};
    linear.data_out.width = linear.accumulator_width();
    if (linear.data_out.width > kMaxWidth || std::abs(linear.data_out.frac_width) > kMostFrac) return std::nullopt;
  }
  if (next_is("Relu")) {
    layer.relu_behind = true;
    steps = steps.subspan(1);
  }
  if (!steps.empty()) return std::nullopt;
  layer.linear = std::move(linear);
  return layer;
}

}  // namespace rtl4ml
