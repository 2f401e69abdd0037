#include "sw/onnx/step_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sw/onnx/code_line.hpp"
#include "sw/onnx/step_function.hpp"

namespace rtl4ml {
namespace {

constexpr int kMostLevels = 65535;    // that are looked for, where the layer has few features
constexpr int kFewestLevels = 4095;   // that are looked for anywhere
constexpr int kMostSteps = 1 << 24;   // of all features, else
constexpr int kMostThresholds = 255;  // that are built

/// The function from sums to codes that a stage's steps are.
class CodesOfSums {
 public:
  CodesOfSums(const OnnxStage& stage, const StageInput& sums, const OnnxGrid& grid, const OnnxGraph& graph,
              OnnxBudget budget)
      : stage_(stage), sums_(sums), grid_(grid), graph_(graph), work_(budget.multiplications) {}

  /// With real values that are shifted by `sign` times the rounding of the file's sums.
  [[nodiscard]] CodeFunction shifted(double sign) {
    return [this, sign](std::span<const std::int64_t> x) { return codes(x, sign); };
  }

 private:
  Result<std::vector<std::int64_t>> codes(std::span<const std::int64_t> x, double sign) {
    work_ -= static_cast<std::int64_t>(x.size() * (stage_.after.size() + 1));
    if (work_ < 0) {
      return fault("onnx.too_large", "", "has a layer whose steps are too many to be looked for",
                   "quantize to fewer bits");
    }
    std::vector<double> real(x.size());
    for (std::size_t f = 0; f < x.size(); ++f) {
      const double value = std::ldexp(static_cast<double>(x[f]), -sums_.type.frac_width);
      real[f] = sums_.gain.empty() ? value : sums_.gain[f] * value + sums_.offset[f];
      if (!sums_.rounding.empty()) real[f] += sign * sums_.rounding[f];
    }
    const Result<std::vector<double>> made = run_onnx_steps(stage_.after, std::move(real), graph_.opset(), graph_.path);
    if (!made) return faults(made.error());
    std::vector<std::int64_t> codes;
    constexpr double kMostCode = 1e9;
    for (const double value : *made) {
      if (!(std::abs(value / grid_.scale + grid_.zero) < std::ldexp(kMostCode, -grid_.type.frac_width)))
        return fault("onnx.width", "", "gives codes beyond 30 bits", "quantize to fewer bits");
      codes.push_back(grid_.code(value));
    }
    return codes;
  }

  const OnnxStage& stage_;
  const StageInput& sums_;
  const OnnxGrid grid_;
  const OnnxGraph& graph_;
  std::int64_t work_;
};

/// Whether a value of the grid stays one: Relu and Clip, where 0 and the bounds are values of it.
bool stays_on_grid(const OnnxStep& step, const OnnxGrid& grid) {
  if (step.node.op == "Relu") return grid.real(grid.code(0.0)) == 0.0;
  return step.node.op == "Clip" && codes_of_clip(step, grid).has_value();
}

/// Steps whose code another rounding of the sums would change.
Result<std::int64_t> count_doubtful(const Staircase& stairs, const StageInput& sums, const CodeFunction& less,
                                    const CodeFunction& more, std::span<const std::int64_t> low,
                                    std::span<const std::int64_t> high) {
  std::int64_t doubtful = 0;
  if (sums.rounding.empty()) return doubtful;
  std::vector<std::int64_t> before(low.size()), at(low.size());
  const auto levels = static_cast<std::size_t>(stairs.levels);
  for (std::size_t level = 0; level < levels; ++level) {
    for (std::size_t f = 0; f < low.size(); ++f) {
      const std::int64_t step = stairs.threshold[f * levels + level];
      before[f] = std::clamp(step - 1, low[f], high[f]);
      at[f] = std::clamp(step, low[f], high[f]);
    }
    const Result<std::vector<std::int64_t>> early = more(before), late = less(at);
    if (!early) return faults(early.error());
    if (!late) return faults(late.error());
    for (std::size_t f = 0; f < low.size(); ++f) {
      if ((*early)[f] != staircase_at(stairs, f, before[f]) || (*late)[f] != staircase_at(stairs, f, at[f])) ++doubtful;
    }
  }
  return doubtful;
}

std::optional<ThresholdOp> threshold_op(const Staircase& stairs, const StageInput& sums, const FixedType& data_out) {
  if (stairs.levels > kMostThresholds) return std::nullopt;
  ThresholdOp op;
  op.data_in = op.threshold_type = sums.type;
  op.data_out = data_out;
  op.levels = stairs.levels;
  op.threshold = stairs.threshold;
  if (std::any_of(stairs.falling.begin(), stairs.falling.end(), [](std::uint8_t falls) { return falls != 0; }))
    op.falling = stairs.falling;
  op.lowest = stairs.lowest;
  if (*std::max_element(op.threshold.begin(), op.threshold.end()) > op.threshold_type.max_code())
    ++op.threshold_type.width;
  if (op.threshold_type.width > kMaxWidth) return std::nullopt;
  return op;
}

FixedType type_that_holds(const std::vector<std::int64_t>& codes, int frac_width) {
  const auto [low, high] = std::minmax_element(codes.begin(), codes.end());
  return type_of_codes(*low, *high, frac_width, false);
}

/// floor((x * weight + bias) / 2^shift) as a conversion of the exact sum.
std::optional<AffineOp> affine_op(const CodeLine& line, const StageInput& sums, const FixedType& data_out) {
  AffineOp op;
  op.data_in = sums.type;
  op.data_out = data_out;
  op.rounding = Rounding::kFloor;
  op.weight = line.weight;
  op.bias = line.bias;
  int bias_frac = line.shift + data_out.frac_width;
  const auto all_even = [&op] {
    return std::all_of(op.bias.begin(), op.bias.end(), [](std::int64_t code) { return code % 2 == 0; });
  };
  const bool nothing = std::all_of(op.bias.begin(), op.bias.end(), [](std::int64_t code) { return code == 0; });
  for (; !nothing && all_even(); --bias_frac) {
    for (std::int64_t& code : op.bias) code /= 2;
  }
  constexpr std::int64_t kMost = std::int64_t{1} << (kMaxWidth - 1);
  const int weight_frac = line.shift + data_out.frac_width - sums.type.frac_width;
  const bool fits =
      std::all_of(op.bias.begin(), op.bias.end(), [](std::int64_t code) { return code >= -kMost && code < kMost; });
  if (!fits || std::abs(weight_frac) > kMostFrac || std::abs(bias_frac) > kMostFrac) return std::nullopt;
  op.weight_type = type_that_holds(op.weight, weight_frac);
  op.bias_type = type_that_holds(op.bias, bias_frac);
  if (op.accumulator_width() > kMaxAccumulatorWidth) return std::nullopt;
  return op;
}

/// By rule of thumb, in LUTs of a lane: half a table a bit that is compared, one a bit of a product.
bool thresholds_are_cheaper(const ThresholdOp& threshold, const AffineOp& affine, std::size_t features) {
  constexpr double kBitsOfRomPerTable = 64.0;
  const double width = threshold.threshold_type.width, rows = static_cast<double>(features);
  const double comparisons = threshold.levels * width * (0.5 + rows / kBitsOfRomPerTable / 8.0);
  const double words = affine.weight_type.width + affine.bias_type.width;
  const double product = width * affine.weight_type.width + words * rows / kBitsOfRomPerTable / 8.0;
  return comparisons <= product;
}

/// The codes that the affine gives at the ends of its data; a clip holds what lies beyond the staircase.
std::optional<std::pair<std::int64_t, std::int64_t>> clip_behind(const AffineOp& op, const Staircase& stairs) {
  const bool whole = stairs.lowest == op.data_out.min_code() && stairs.lowest + stairs.levels == op.data_out.max_code();
  if (whole) return std::nullopt;
  return std::pair(stairs.lowest, stairs.lowest + stairs.levels);
}

}  // namespace

StageInput codes_of(const OnnxGrid& data, int features) {
  StageInput codes;
  codes.type = data.type;
  if (data.is_plain()) return codes;
  const auto all = static_cast<std::size_t>(features);
  const double most = std::max(std::abs(data.real(data.low)), std::abs(data.real(data.high)));
  codes.gain.assign(all, data.scale);
  codes.offset.assign(all, -data.scale * data.zero);
  codes.low.assign(all, data.low);
  codes.high.assign(all, data.high);
  codes.rounding.assign(all, 4.0 * most * std::numeric_limits<double>::epsilon());
  return codes;
}

StageInput sums_of(const LinearOp& linear, const OnnxGrid& data, const IntegerMatrix& matrix,
                   std::span<const double> folded_magnitude) {
  StageInput sums;
  sums.type = {linear.accumulator_width(), linear.accumulator_frac_width(), true};
  const bool plain = data.is_plain() && matrix.is_plain() && folded_magnitude.empty();
  const auto columns = static_cast<std::size_t>(linear.in_features);
  for (std::size_t row = 0; row < static_cast<std::size_t>(linear.out_features); ++row) {
    std::int64_t low = 0, high = 0, total = 0;
    double weights = 0.0;
    const double most = std::max(std::abs(data.real(data.low)), std::abs(data.real(data.high)));
    for (std::size_t column = 0; column < columns; ++column) {
      const std::int64_t weight = linear.weight[row * columns + column];
      low += weight * (weight < 0 ? data.high : data.low);
      high += weight * (weight < 0 ? data.low : data.high);
      total += weight;
      weights += std::abs(static_cast<double>(weight));
    }
    sums.low.push_back(low);
    sums.high.push_back(high);
    if (plain) continue;
    const double gain = data.scale * matrix.scale[row];
    const double unit = std::ldexp(1.0, -matrix.type.frac_width);
    sums.gain.push_back(gain);
    sums.offset.push_back(-gain * data.zero * static_cast<double>(total) * unit);
    // Each product and each addition of the file rounds by half a unit of the largest sum at most.
    const double magnitude =
        most * weights * matrix.scale[row] * unit + (folded_magnitude.empty() ? 0.0 : folded_magnitude[row]);
    sums.rounding.push_back(magnitude * static_cast<double>(columns + 8) * std::numeric_limits<double>::epsilon());
    if (!matrix.deviation.empty()) sums.deviation.push_back(most * matrix.deviation[row]);
  }
  return sums;
}

Result<OnnxGrid> grid_behind(const OnnxStage& stage, const OnnxGraph& graph) {
  const auto last = std::find_if(stage.after.rbegin(), stage.after.rend(), is_onnx_quantizer);
  Result<OnnxGrid> grid = grid_of_step(*last, graph.place(last->node));
  if (!grid) return faults(std::move(grid.error()));
  for (auto step = last.base(); step != stage.after.end(); ++step) {
    if (stays_on_grid(*step, *grid)) continue;
    const Result<std::optional<CommonLine>> line =
        common_line_of_steps({&*step, 1}, stage.features, graph.opset(), graph.path);
    if (!line) return faults(line.error());
    if (!*line) {
      return fault("onnx.import", graph.place(step->node), "leaves the grid of the quantizer before it",
                   "between a quantizer and the next layer only one positive factor and one offset can be imported");
    }
    grid->scale *= (*line)->gain;
    grid->zero -= (*line)->offset / grid->scale;
  }
  return grid;
}

Result<StepLayer> step_layer(const OnnxStage& stage, const StageInput& sums, const OnnxImportOptions& options,
                             const OnnxGraph& graph) {
  Result<OnnxGrid> grid = grid_behind(stage, graph);
  if (!grid) return faults(std::move(grid.error()));
  const auto features = static_cast<std::size_t>(stage.features);
  std::vector<std::int64_t> low = sums.low, high = sums.high;
  low.resize(features, sums.type.min_code());
  high.resize(features, sums.type.max_code());
  CodesOfSums codes(stage, sums, *grid, graph, options.budget);
  const int most_levels = std::clamp(kMostSteps / stage.features, kFewestLevels, kMostLevels);
  const Result<Staircase> stairs = find_staircase(codes.shifted(0.0), low, high, most_levels);
  if (!stairs) return faults(stairs.error());
  StepLayer layer;
  layer.steps = static_cast<std::int64_t>(stairs->threshold.size());
  const Result<std::int64_t> doubtful =
      count_doubtful(*stairs, sums, codes.shifted(-1.0), codes.shifted(1.0), low, high);
  if (!doubtful) return faults(doubtful.error());
  layer.doubtful = *doubtful;
  grid->low = stairs->lowest;
  grid->high = stairs->lowest + stairs->levels;
  grid->type = type_of_codes(grid->low, grid->high, grid->type.frac_width, true);
  layer.grid = *grid;
  for (const OnnxStep& step : stage.after) layer.what += (layer.what.empty() ? "" : ", ") + step.node.name;

  layer.threshold = threshold_op(*stairs, sums, grid->type);
  if (options.activation != OnnxActivation::kThresholds || !layer.threshold) {
    const std::optional<CodeLine> line = fit_code_line(*stairs, low, high);
    if (line) layer.affine = affine_op(*line, sums, grid->type);
  }
  if (!layer.threshold && !layer.affine) {
    if (const std::optional<NearLine> near = nearest_code_line(*stairs, low, high)) {
      layer.affine = affine_op(near->line, sums, grid->type);
      layer.off = near->off;
    }
  }
  if (!layer.threshold && !layer.affine) {
    return fault(
        "onnx.levels", "",
        fmt::format("takes {} thresholds, of which at most {} are built, and no multiplication comes near them",
                    stairs->levels, kMostThresholds),
        "quantize to fewer bits");
  }
  if (layer.threshold && layer.affine) {
    const bool thresholds = options.activation == OnnxActivation::kCheaper &&
                            thresholds_are_cheaper(*layer.threshold, *layer.affine, features);
    if (thresholds) {
      layer.affine.reset();
    } else {
      layer.threshold.reset();
    }
  }
  if (layer.affine) layer.clip = clip_behind(*layer.affine, *stairs);
  return layer;
}

}  // namespace rtl4ml
