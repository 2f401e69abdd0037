#include "sw/train/quantizer.hpp"

#include <cmath>
#include <vector>

#include "sw/train/tensors.hpp"
#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {
namespace {

/// The gradient of the sum of the quantized values.
std::vector<float> gradient_of(const Quantizer& quantizer, const std::vector<float>& values) {
  const at::Tensor leaf = tensor_of(values, {1, static_cast<std::int64_t>(values.size())}).set_requires_grad(true);
  quantizer.forward(leaf).sum().backward();
  return floats_of(leaf.grad());
}

float learned(Quantizer& quantizer) { return floats_of(quantizer.parameter().value)[0]; }
float scale_gradient(Quantizer& quantizer) { return floats_of(quantizer.parameter().value.grad())[0]; }

}  // namespace

TEST_CASE("LSQ starts at 2 * mean |v| / sqrt(largest code) and scales its gradient by 1 / sqrt(n * largest code)",
          "[train]") {
  const QuantizationSpec spec;
  TensorQuantization tensor = test::lsq(4, true);
  tensor.power_of_two = false;
  Quantizer quantizer(tensor, spec, "w", false);
  const std::vector<float> values = {0.5F, -1.0F, 1.5F, -1.0F};
  quantizer.start(values, 4);
  CHECK(learned(quantizer) == Approx(2.0 * 1.0 / std::sqrt(7.0)));
  CHECK(quantizer.parameter().name == "w.scale");
  CHECK_FALSE(quantizer.parameter().decays);
  const double scale = static_cast<double>(learned(quantizer));
  CHECK(gradient_of(quantizer, values) == std::vector<float>{1, 1, 1, 1});
  double expected = 0.0;
  for (const float value : values) expected += std::nearbyint(value / scale) - value / scale;
  CHECK(scale_gradient(quantizer) == Approx(expected / std::sqrt(4.0 * 7.0)));
  CHECK_FALSE(quantizer.format().type);
  CHECK(quantizer.format().scale == scale);
}

TEST_CASE("snapped to a power of two the learned scale is a FixedType", "[train]") {
  const QuantizationSpec spec;
  TensorQuantization tensor = test::lsq(4, true);
  for (const auto& [start, frac_width] :
       {std::pair{0.3, 2}, std::pair{0.19, 2}, std::pair{0.17, 3}, std::pair{3.0, -2}, std::pair{1e-30, 60}}) {
    tensor.start_scale = start;
    Quantizer quantizer(tensor, spec, "w", false);
    quantizer.start({}, 1);
    CHECK(quantizer.format().type == FixedType{4, frac_width, true});
  }
}

TEST_CASE("PACT's bound starts at the largest value and is regularised", "[train]") {
  QuantizationSpec spec;
  spec.pact_decay = 0.01;
  TensorQuantization tensor{.type = {2, 0, false}, .learning = Learning::kPact, .power_of_two = false};
  Quantizer quantizer(tensor, spec, "x", true);
  const std::vector<float> values = {-7.0F, 1.0F, 3.0F};
  quantizer.start(values, 3);
  CHECK(learned(quantizer) == 3.0F);
  CHECK(quantizer.format().scale == 1.0);
  CHECK(gradient_of(quantizer, values) == std::vector<float>{0, 1, 0});
  CHECK(scale_gradient(quantizer) == Approx(1.0 + 2 * 0.01 * 3.0));
  span_of(quantizer.parameter().value)[0] = -5.0F;  // a step too far
  quantizer.after_step();
  CHECK(quantizer.format().scale > 0.0);
  tensor.power_of_two = true;
  tensor.start_scale = 0.3;
  Quantizer snapped(tensor, spec, "x", true);
  snapped.start(values, 3);
  CHECK(snapped.format().type == FixedType{2, 2, false});
  CHECK(snapped.value_of(9.0F) == 0.75F);
}

TEST_CASE("frac_width is chosen by the function given, other formats by theirs", "[train]") {
  QuantizationSpec spec;
  spec.fit_frac_width = [](std::span<const float> values, int width, bool is_signed, bool is_data) {
    return static_cast<int>(values.size()) + width + (is_signed ? 100 : 0) * (is_data ? 10 : 0) - 12;
  };
  TensorQuantization tensor{.type = {4, 0, true}, .auto_frac_width = true};
  Quantizer quantizer(tensor, spec, "w", false);
  quantizer.start(std::vector<float>(10), 10);
  CHECK(quantizer.format().type == FixedType{4, 2, true});
  TensorQuantization other;
  other.format = "halves";
  other.lowest = -1.0;
  other.highest = 1.0;
  other.quantizer = [](std::span<const float> values, std::int64_t columns, std::span<float> result) {
    CHECK(columns == 2);
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = 0.5F * values[i];
  };
  Quantizer halves(other, spec, "w", false);
  const std::vector<float> values = {4.0F, 0.5F};
  std::vector<float> result(2);
  halves.quantize(values, 2, result);
  CHECK(result == std::vector<float>{2.0F, 0.25F});
  CHECK(gradient_of(halves, values) == std::vector<float>{0, 1});
  CHECK_FALSE(halves.format().type);
}

}  // namespace rtl4ml
