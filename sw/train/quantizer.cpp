#include "sw/train/quantizer.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace rtl4ml {
namespace {

// Scales of FixedType; a little inside, so that a scale that is snapped stays inside too.
constexpr double kLeastScale = 0x1p-60;
constexpr double kMostScale = 0x1p60;

}  // namespace

Quantizer::Quantizer(const TensorQuantization& tensor, const QuantizationSpec& spec, std::string name, bool is_data)
    : spec_(&tensor), all_(&spec), is_data_(is_data), type_(tensor.type), grid_(grid_of(tensor.type)) {
  parameter_.name = std::move(name) + ".scale";
  parameter_.decays = false;
  if (!learns()) return;
  parameter_.value.assign(1, 1.0F);
  parameter_.gradient.assign(1, 0.0F);
}

double Quantizer::snapped(double scale) const {
  return spec_->power_of_two ? std::exp2(std::nearbyint(std::log2(scale))) : scale;
}

double Quantizer::scale() const {
  const auto learned = static_cast<double>(parameter_.value[0]);
  return snapped(spec_->learning == Learning::kPact ? learned / grid_.high : learned);
}

void Quantizer::start(std::span<const float> values, std::int64_t elements) {
  if (spec_->quantizer) return;
  if (!learns()) {
    if (!spec_->auto_frac_width) return;
    type_.frac_width = all_->fit_frac_width(values, type_.width, type_.is_signed, is_data_);
    grid_ = grid_of(type_);
    return;
  }
  gradient_scale_ = 1.0 / std::sqrt(static_cast<double>(elements) * grid_.high);
  double sum = 0.0;
  double largest = 0.0;
  for (const float value : values) {
    const double size = type_.is_signed ? std::fabs(value) : std::max(0.0, static_cast<double>(value));
    sum += size;
    largest = std::max(largest, size);
  }
  const double mean = values.empty() ? 0.0 : sum / static_cast<double>(values.size());
  double start = spec_->learning == Learning::kPact ? largest : 2.0 * mean / std::sqrt(grid_.high);
  if (spec_->start_scale) start = *spec_->start_scale * (spec_->learning == Learning::kPact ? grid_.high : 1.0);
  parameter_.value[0] = start > 0.0 ? static_cast<float>(start) : 1.0F;  // of zeros any scale is as good
  after_step();
}

void Quantizer::forward(std::span<const float> values, std::int64_t columns, std::span<float> result) const {
  if (spec_->quantizer) {
    spec_->quantizer(values, columns, result);
  } else {
    fake_quantize(grid_, values, result);
  }
}

void Quantizer::backward(std::span<const float> values, std::span<float> gradient) {
  if (spec_->quantizer) {
    Grid ends{.scale = 1.0, .low = spec_->lowest, .high = spec_->highest};
    pass_straight_through(ends, values, gradient);
    return;
  }
  switch (spec_->learning) {
    case Learning::kNone:
      pass_straight_through(grid_, values, gradient);
      return;
    case Learning::kLsq:
      parameter_.gradient[0] += static_cast<float>(gradient_scale_ * lsq_gradients(grid_, values, gradient));
      return;
    case Learning::kPact:
      parameter_.gradient[0] += static_cast<float>(pact_gradients(grid_, values, gradient) +
                                                   2.0 * all_->pact_decay * static_cast<double>(parameter_.value[0]));
      return;
  }
}

void Quantizer::after_step() {
  if (!learns()) return;
  const double factor = spec_->learning == Learning::kPact ? grid_.high : 1.0;
  const auto learned = static_cast<double>(parameter_.value[0]);
  if (std::isnan(learned)) return;  // the loss says so
  parameter_.value[0] = static_cast<float>(std::clamp(learned, kLeastScale * factor, kMostScale * factor));
  grid_.scale = scale();
}

LearnedFormat Quantizer::format() const {
  if (spec_->quantizer) return {};
  if (!learns()) return {type_, grid_.scale};
  if (!spec_->power_of_two) return {std::nullopt, grid_.scale};
  FixedType type = type_;
  type.frac_width = -std::ilogb(grid_.scale);
  return {type, grid_.scale};
}

float Quantizer::value_of(float real) const {
  float result = 0.0F;
  forward(std::span(&real, 1), 1, std::span(&result, 1));
  return result;
}

}  // namespace rtl4ml
