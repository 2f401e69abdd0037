// One quantized tensor while training: its format or learned scale, its values and its gradients.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "sw/train/fake_quantize.hpp"
#include "sw/train/parameter.hpp"
#include "sw/train/quantization_spec.hpp"

namespace rtl4ml {

class Quantizer {
 public:
  /// `name`: of the tensor, "fc1.weight". `is_data`: activations. The specs must outlive it.
  Quantizer(const TensorQuantization& tensor, const QuantizationSpec& spec, std::string name, bool is_data);

  /// Chooses frac_width or scale where they start from the values: auto_frac_width by fit_frac_width; LSQ at
  /// 2 * mean |values| / sqrt(largest code), PACT's bound at the largest value. Negative values of unsigned data do not
  /// count. Shapes: values[n]; elements: n for weights, the features of a vector for data.
  void start(std::span<const float> values, std::int64_t elements);

  /// Shapes: values[rows][columns] -> result[rows][columns], which may be the same
  void forward(std::span<const float> values, std::int64_t columns, std::span<float> result) const;

  /// The gradient of the result becomes that of the values; that of the scale is added to parameter().gradient.
  void backward(std::span<const float> values, std::span<float> gradient);

  /// Whether a scale is learned; then parameter() is LSQ's scale or PACT's bound.
  [[nodiscard]] bool learns() const { return spec_->learning != Learning::kNone; }
  [[nodiscard]] Parameter& parameter() { return parameter_; }

  /// Once the scale was changed: keeps it positive, and within the scales of FixedType.
  void after_step();

  /// The format as it stands.
  [[nodiscard]] LearnedFormat format() const;
  /// `real` as this format holds it.
  [[nodiscard]] float value_of(float real) const;
  [[nodiscard]] bool is_unsigned() const { return !spec_->quantizer && !spec_->type.is_signed; }

 private:
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
