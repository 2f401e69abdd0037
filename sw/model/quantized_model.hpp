// The quantized model: a chain of integer operators. It is oracle B of docs/trust.md, what the hardware must equal.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sw/ops/affine.hpp"
#include "sw/ops/argmax.hpp"
#include "sw/ops/cast.hpp"
#include "sw/ops/clip.hpp"
#include "sw/ops/leaky_relu.hpp"
#include "sw/ops/linear.hpp"
#include "sw/ops/prelu.hpp"
#include "sw/ops/relu.hpp"
#include "sw/ops/table.hpp"
#include "sw/ops/threshold.hpp"

namespace rtl4ml {

using QuantizedOp =
    std::variant<LinearOp, ReluOp, LeakyReluOp, PReluOp, ClipOp, TableOp, CastOp, ThresholdOp, AffineOp, ArgmaxOp>;

/// Whether the operator does the same to every feature, each by itself: it has no constants of a feature's own.
[[nodiscard]] inline bool treats_features_alike(const QuantizedOp& op) {
  return !std::holds_alternative<LinearOp>(op) && !std::holds_alternative<PReluOp>(op) &&
         !std::holds_alternative<ThresholdOp>(op) && !std::holds_alternative<AffineOp>(op) &&
         !std::holds_alternative<ArgmaxOp>(op);
}

struct QuantizedLayer {
  std::string name;  ///< as in the network
  int in_features = 0;
  int out_features = 0;
  QuantizedOp op;

  [[nodiscard]] const FixedType& data_in() const;
  [[nodiscard]] const FixedType& data_out() const;
};

struct QuantizedModel {
  std::vector<QuantizedLayer> layers;

  [[nodiscard]] int in_features() const { return layers.front().in_features; }
  [[nodiscard]] int out_features() const { return layers.back().out_features; }
  [[nodiscard]] const FixedType& data_in() const { return layers.front().data_in(); }
  [[nodiscard]] const FixedType& data_out() const { return layers.back().data_out(); }
  /// Whether its one output is a class, not a score.
  [[nodiscard]] bool answers_class() const { return std::holds_alternative<ArgmaxOp>(layers.back().op); }
};

/// Told how many vectors are done, from one thread at a time; returns false to stop (Ctrl-C).
using EvaluationProgress = std::function<bool(std::int64_t vectors_done)>;

/// The fast evaluation: vectorised kernels, both cores, blocks of vectors.
/// Shapes: data_in[count][in_features] -> data_out[count][out_features], integer codes of the model's types.
/// Result: false where progress stopped it.
bool evaluate(const QuantizedModel& model, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out,
              const EvaluationProgress& progress = {});

/// The outputs of every layer, by the plain operators of sw/ops: for golden vectors and for finding the layer of a
/// mismatch. Shapes: data_in[count][in_features] -> [layer][count * out_features of the layer]
[[nodiscard]] std::vector<std::vector<std::int64_t>> evaluate_layers(const QuantizedModel& model,
                                                                     std::span<const std::int64_t> data_in);

/// Codes of real inputs, by the model's data_in type; half_even and saturate.
[[nodiscard]] std::vector<std::int64_t> quantize_inputs(const QuantizedModel& model, std::span<const double> values);

}  // namespace rtl4ml
