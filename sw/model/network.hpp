// The network as it was trained: a chain of layers with float parameters, before any hardware decision.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rtl4ml {

/// y = x W^T + b. Shapes: weight[out_features][in_features] row-major, bias[out_features] or empty.
struct LinearLayer {
  int in_features = 0;
  int out_features = 0;
  std::vector<float> weight;
  std::vector<float> bias;
};

/// y = (x - mean) / sqrt(variance + epsilon) * weight + bias, per feature (evaluation mode).
struct BatchNorm1dLayer {
  std::vector<float> weight;  ///< ones where the layer is not affine
  std::vector<float> bias;
  std::vector<float> running_mean;
  std::vector<float> running_var;
  double epsilon = 1e-5;
};

struct ReluLayer {};

struct LeakyReluLayer {
  double negative_slope = 0.01;
};

/// One slope for all features, or one per feature.
struct PReluLayer {
  std::vector<float> weight;
};

/// min(max(x, min_value), max_value): ReLU6 is 0 and 6, Hardtanh -1 and 1.
struct ClipLayer {
  double min_value = 0.0;
  double max_value = 6.0;
};

/// Activations that become a table in hardware.
enum class TableFunction { kSigmoid, kTanh, kGelu, kGeluTanh, kSilu, kElu, kSoftplus, kHardSigmoid, kHardSwish };

struct TableLayer {
  TableFunction function = TableFunction::kSigmoid;
  double alpha = 1.0;       ///< ELU's alpha; softplus' beta
  double threshold = 20.0;  ///< softplus: above threshold / beta the function is x
};

/// y = low + step * count, per feature; the count is of the thresholds that x has reached, or, where the feature falls,
/// of those it has not. Doubles: they are compared with accumulators, which have more bits than a float.
struct ThresholdLayer {
  int levels = 1;                     ///< thresholds of a feature
  std::vector<double> threshold;      ///< [features][levels], ascending within a feature; may be infinite
  std::vector<std::uint8_t> falling;  ///< [features], 0 or 1; or empty: none falls
  double low = 0.0;
  double step = 1.0;
};

/// y = x * weight + bias, per feature.
struct AffineLayer {
  std::vector<double> weight;
  std::vector<double> bias;
};

/// y = the index of the largest x, the first of equals: the class. Only the last layer may be one.
struct ArgmaxLayer {};

/// Flatten, Dropout and Identity: nothing to compute on a vector.
struct IdentityLayer {
  std::string kind;  ///< "flatten", "dropout", "identity"
};

using LayerKind = std::variant<LinearLayer, BatchNorm1dLayer, ReluLayer, LeakyReluLayer, PReluLayer, ClipLayer,
                               TableLayer, IdentityLayer, ThresholdLayer, AffineLayer, ArgmaxLayer>;

struct Layer {
  std::string name;  ///< as the checkpoint spells it: "fc1", "net.0", any unicode
  LayerKind kind;
};

/// A chain of layers; the only topology so far.
struct Network {
  std::vector<Layer> layers;

  /// Features of the first Linear's input (or of the first layer that knows its size); 0 where no layer tells.
  [[nodiscard]] int in_features() const;
  /// Whether its one output is a class, not a score.
  [[nodiscard]] bool answers_class() const;
};

/// The operator's name in YAML, in folders and in messages: "linear", "batch_norm1d", "relu", "leaky_relu", "prelu",
/// "clip", "threshold", "affine", "argmax", "sigmoid", "tanh", "gelu", "gelu_tanh", "silu", "elu", "softplus",
/// "hard_sigmoid", "hard_swish", "flatten", ...
[[nodiscard]] std::string operator_name(const LayerKind& kind);
[[nodiscard]] std::string to_string(TableFunction function);

}  // namespace rtl4ml
