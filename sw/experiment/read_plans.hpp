// The parts of parse_experiment(), one function per top-level key. Trees are valid by the schema.
#pragma once

#include <optional>

#include "sw/experiment/experiment.hpp"
#include "sw/yaml/yaml_values.hpp"

namespace rtl4ml {

[[nodiscard]] ExperimentData read_data(const YamlNode* node, const ReadContext& context);
[[nodiscard]] ModelPlan read_model_plan(const YamlNode* node);

/// What the mapping does not say is that of `others`.
[[nodiscard]] TrainingPlan read_training(const YamlNode* node, const TrainingPlan& others);
/// Half the epochs (rounded up) at a quarter of the rate, without a warm-up.
[[nodiscard]] TrainingPlan default_finetuning(TrainingPlan training);

[[nodiscard]] QuantizationPlan read_quantization(const YamlNode& node);
[[nodiscard]] HardwarePlan read_hardware(const YamlNode* node);

/// Errors: experiment.bits
[[nodiscard]] std::optional<Study> read_study(const YamlNode& node, ReadContext& context);

}  // namespace rtl4ml
