// One quantized tensor while training: its format or learned scale, as a function that autograd goes back through.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "sw/train/fake_quantize.hpp"
#include "sw/train/parameter.hpp"
#include "sw/train/quantization_spec.hpp"
#include "sw/train/tensor.hpp"

namespace rtl4ml {

/// From the gradient of the quantized values to that of the values. Returns the gradient of the learned scale.
using GradientKernel =
    std::function<double(std::span<const float> values, std::span<const float> gradient, std::span<float> result)>;

class Quantizer {
 public:
  /// `name`: of the tensor, "fc1.weight". `is_data`: activations. The specs must outlive it.
  Quantizer(const TensorQuantization& tensor, const QuantizationSpec& spec, std::string name, bool is_data);

  /// Chooses frac_width or scale where they start from the values: auto_frac_width by fit_frac_width; LSQ at
  /// 2 * mean |values| / sqrt(largest code), PACT's bound at the largest value. Negative values of unsigned data do not
  /// count. Shapes: values[n]; elements: n for weights, the features of a vector for data.
  void start(std::span<const float> values, std::int64_t elements);

  /// The quantized values; gradients flow to the values and to the learned scale.
  /// Shapes: values[rows][columns] or [columns] -> the same
  [[nodiscard]] at::Tensor forward(const at::Tensor& values) const;

  /// The same over plain floats. Shapes: values[rows][columns] -> result[rows][columns], which may be the same
  void quantize(std::span<const float> values, std::int64_t columns, std::span<float> result) const;

  /// How gradients go back, of the scale as it stands; outlives the quantizer.
  [[nodiscard]] GradientKernel gradient_kernel() const;

  /// Whether a scale is learned; then parameter() is LSQ's scale or PACT's bound. Shapes: value[1]
  [[nodiscard]] bool learns() const { return spec_->learning != Learning::kNone; }
  [[nodiscard]] Parameter& parameter() { return parameter_; }

  /// Once the scale was changed: keeps it positive, and within the scales of FixedType.
  void after_step();

  /// The format as it stands.
  [[nodiscard]] LearnedFormat format() const;
  /// `real` as this format holds it.
  [[nodiscard]] float value_of(float real) const;

 private:
  [[nodiscard]] double learned() const;
  [[nodiscard]] double scale() const;
  [[nodiscard]] double snapped(double scale) const;

  const TensorQuantization* spec_;
  const QuantizationSpec* all_;
  bool is_data_;
  FixedType type_;
  Grid grid_;                    // of the scale as it stands
  double gradient_scale_ = 1.0;  // LSQ: 1 / sqrt(elements * largest code)
  Parameter parameter_;
};

}  // namespace rtl4ml
