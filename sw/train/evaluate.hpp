// Scores of a network on a data set.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/data/dataset.hpp"
#include "sw/model/network.hpp"
#include "sw/train/matrix.hpp"
#include "sw/train/quantization_spec.hpp"
#include "sw/train/training_spec.hpp"

namespace rtl4ml {

class Mlp;

struct Evaluation {
  double accuracy = 0.0;  ///< share of the vectors whose largest score (the first of equals) is the label's, 0 to 1
  double loss = 0.0;      ///< mean cross-entropy, in nats, or of the LossSpec given
  std::int64_t vectors = 0;
  std::vector<std::int64_t> confusion{};  ///< [label][predicted], classes * classes
};

/// Inputs as floats, and the labels. Inputs that a FixedType quantizes are rounded from the doubles, as hardware's are.
struct FloatData {
  Matrix inputs{};
  std::vector<std::int64_t> labels{};
};
[[nodiscard]] FloatData float_data(const Dataset& data, const QuantizationSpec* spec);

/// By a model whose formats are chosen. Shapes: inputs[n][in_features], labels[n]
[[nodiscard]] Evaluation evaluate(Mlp& model, const FloatData& data, const LossSpec& loss);

/// Scores [count][out_features] of a network as `spec` quantizes it (null: float), in evaluation mode. Learned scales
/// and auto_frac_width start from the data's first 1,024 vectors, so that formats that are known are best given as
/// fixed ones. Errors: train.network, train.quantization, train.data, train.failed
[[nodiscard]] Result<std::vector<float>> network_scores(const Network& network, const QuantizationSpec* spec,
                                                        const Dataset& data);

/// Accuracy, mean cross-entropy and confusion of the same. Errors: as network_scores
[[nodiscard]] Result<Evaluation> evaluate_network(const Network& network, const QuantizationSpec* spec,
                                                  const Dataset& data);

/// The spec with every format that was learned or chosen given as it became, to evaluate with.
/// Precondition: the formats are of this spec
[[nodiscard]] QuantizationSpec with_formats(QuantizationSpec spec, const NetworkFormats& formats);

}  // namespace rtl4ml
