// What an experiment's plans are in the trainer's and the quantizer's words.
#pragma once

#include <string>

#include "sw/experiment/experiment.hpp"
#include "sw/experiment/hardware_yaml.hpp"
#include "sw/experiment/learning_data.hpp"
#include "sw/quantize/ptq.hpp"
#include "sw/train/train.hpp"

namespace rtl4ml {

/// From the data's features over the hidden layers to an output a class.
[[nodiscard]] ModelSpec model_spec(const ModelPlan& model, const LearningData& data);

/// With `patience` a tenth of the training data is for validation.
[[nodiscard]] TrainingSpec training_spec(const TrainingPlan& plan, const Experiment& experiment, std::uint64_t seed);

/// Every Linear's weight, bias and data_out and the input, by the plan's widths and method. A Linear with a ReLU behind
/// it, and an input without negative values, have unsigned types. Formats that are not learned are those of least
/// squared error at the start.
[[nodiscard]] QuantizationSpec quantization_spec(const QuantizationPlan& plan, const Network& network,
                                                 const LearningData& data);

/// What the trainer made of it, as a hardware config says it; formats without RTL are left out.
[[nodiscard]] DesignFormats design_formats(const NetworkFormats& formats, const Network& network);

/// Fixed-point types by the plan's widths and observer. Errors: quantize.observer, quantize.scale_rounding
[[nodiscard]] Result<PtqOptions> ptq_options(const QuantizationPlan& plan, const Network& network,
                                             const std::string& place);

}  // namespace rtl4ml
