#include "sw/train/quantizer.hpp"

#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "sw/train/tensors.hpp"

namespace rtl4ml {
namespace {

// Scales of FixedType; a little inside, so that a scale that is snapped stays inside too.
constexpr double kLeastScale = 0x1p-60;
constexpr double kMostScale = 0x1p60;

/// What forward hands to backward.
struct Kept : torch::CustomClassHolder {
  explicit Kept(GradientKernel own) : kernel(std::move(own)) {}
  GradientKernel kernel;
};

// Rounding has no useful derivative of its own; autograd gets the papers' through the gradient kernel.
using Context = torch::autograd::AutogradContext;
using Gradients = torch::autograd::tensor_list;

at::Tensor quantize_forward(Context* context, const at::Tensor& values, const Quantizer* quantizer) {
  const at::Tensor plain = values.contiguous();
  at::Tensor result = at::empty_like(plain);
  quantizer->quantize(span_of(plain), plain.size(-1), span_of(result));
  context->save_for_backward({plain});
  context->saved_data["kept"] = c10::IValue::make_capsule(c10::make_intrusive<Kept>(quantizer->gradient_kernel()));
  return result;
}

/// The gradients of the values and of the scale.
std::pair<at::Tensor, float> quantize_backward(Context* context, const at::Tensor& gradient) {
  const at::Tensor values = context->get_saved_variables()[0];
  const auto kept = c10::static_intrusive_pointer_cast<Kept>(context->saved_data["kept"].toCapsule());
  const at::Tensor plain = gradient.contiguous();
  const at::Tensor of_values = at::empty_like(plain);
  const double of_scale = kept->kernel(span_of(values), span_of(plain), span_of(of_values));
  return {of_values, static_cast<float>(of_scale)};
}

/// Of a format that stays. Backward: one gradient for every argument of forward.
struct FakeQuantization : torch::autograd::Function<FakeQuantization> {
  static at::Tensor forward(Context* context, const at::Tensor& values, const Quantizer* quantizer) {
    return quantize_forward(context, values, quantizer);
  }
  static Gradients backward(Context* context, const Gradients& gradients) {
    return {quantize_backward(context, gradients[0]).first, at::Tensor()};
  }
};

/// Of a scale that is learned.
struct LearnedQuantization : torch::autograd::Function<LearnedQuantization> {
  static at::Tensor forward(Context* context, const at::Tensor& values, const at::Tensor& /*scale*/,
                            const Quantizer* quantizer) {
    return quantize_forward(context, values, quantizer);
  }
  static Gradients backward(Context* context, const Gradients& gradients) {
    const auto [of_values, of_scale] = quantize_backward(context, gradients[0]);
    return {of_values, tensor_of(std::span(&of_scale, 1), {1}), at::Tensor()};
  }
};

}  // namespace

Quantizer::Quantizer(const TensorQuantization& tensor, const QuantizationSpec& spec, std::string name, bool is_data)
    : spec_(&tensor), all_(&spec), is_data_(is_data), type_(tensor.type), grid_(grid_of(tensor.type)) {
  parameter_.name = std::move(name) + ".scale";
  parameter_.decays = false;
  if (!learns()) return;
  constexpr float kOne = 1.0F;
  parameter_.value = tensor_of(std::span(&kOne, 1), {1}).set_requires_grad(true);
}

double Quantizer::learned() const { return static_cast<double>(span_of(parameter_.value)[0]); }

double Quantizer::snapped(double scale) const {
  return spec_->power_of_two ? std::exp2(std::nearbyint(std::log2(scale))) : scale;
}

double Quantizer::scale() const {
  return snapped(spec_->learning == Learning::kPact ? learned() / grid_.high : learned());
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
  span_of(parameter_.value)[0] = start > 0.0 ? static_cast<float>(start) : 1.0F;  // of zeros any scale is as good
  after_step();
}

at::Tensor Quantizer::forward(const at::Tensor& values) const {
  return learns() ? LearnedQuantization::apply(values, parameter_.value, this) : FakeQuantization::apply(values, this);
}

void Quantizer::quantize(std::span<const float> values, std::int64_t columns, std::span<float> result) const {
  if (spec_->quantizer) {
    spec_->quantizer(values, columns, result);
  } else {
    fake_quantize(grid_, values, result);
  }
}

GradientKernel Quantizer::gradient_kernel() const {
  if (!learns() || spec_->quantizer) {
    const Grid range = spec_->quantizer ? Grid{.scale = 1.0, .low = spec_->lowest, .high = spec_->highest} : grid_;
    return [range](std::span<const float> values, std::span<const float> gradient, std::span<float> result) {
      pass_straight_through(range, values, gradient, result);
      return 0.0;
    };
  }
  if (spec_->learning == Learning::kLsq) {
    return [grid = grid_, factor = gradient_scale_](std::span<const float> values, std::span<const float> gradient,
                                                    std::span<float> result) {
      return factor * lsq_gradients(grid, values, gradient, result);
    };
  }
  const double decay = 2.0 * all_->pact_decay * learned();
  return
      [grid = grid_, decay](std::span<const float> values, std::span<const float> gradient, std::span<float> result) {
        return pact_gradients(grid, values, gradient, result) + decay;
      };
}

void Quantizer::after_step() {
  if (!learns()) return;
  const double factor = spec_->learning == Learning::kPact ? grid_.high : 1.0;
  const double own = learned();
  if (std::isnan(own)) return;  // the loss says so
  span_of(parameter_.value)[0] = static_cast<float>(std::clamp(own, kLeastScale * factor, kMostScale * factor));
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
  quantize(std::span(&real, 1), 1, std::span(&result, 1));
  return result;
}

}  // namespace rtl4ml
