#include "sw/train/activations.hpp"

#include <cmath>

#include "sw/train/tensors.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("bends of rounded values have their slopes at the unrounded ones", "[train]") {
  const std::vector<float> real = {-1.2F, -0.2F, 0.2F, 0.8F, 1.4F};
  const std::vector<float> rounded = {-1, 0, 0, 1, 1};
  const auto check = [&](const Bend& bend, const std::vector<float>& values, const std::vector<float>& slopes) {
    const at::Tensor leaf = tensor_of(rounded, {5}).set_requires_grad(true);
    const at::Tensor result = bent(bend, leaf, tensor_of(real, {5}));
    CHECK(floats_of(result) == values);
    result.sum().backward();
    CHECK(floats_of(leaf.grad()) == slopes);
    const at::Tensor plain = tensor_of(real, {5}).set_requires_grad(true);
    bent(bend, plain, plain).sum().backward();
    CHECK(floats_of(plain.grad()) == slopes);
  };
  check({.kind = Bend::Kind::kRelu}, {0, 0, 0, 1, 1}, {0, 0, 1, 1, 1});
  check({.kind = Bend::Kind::kLeakyRelu, .slope = 0.25}, {-0.25F, 0, 0, 1, 1}, {0.25F, 0.25F, 1, 1, 1});
  check({.kind = Bend::Kind::kClip, .low = 0.0, .high = 1.0}, {0, 0, 0, 1, 1}, {0, 0, 1, 1, 0});
}

TEST_CASE("sigmoid and tanh are rounded once", "[train]") {
  std::vector<float> values;
  for (int i = -40; i <= 40; ++i) values.push_back(0.173F * static_cast<float>(i));
  const at::Tensor x = tensor_of(values, {81}).set_requires_grad(true);
  const std::vector<float> of_sigmoid = floats_of(sigmoid(x));
  const std::vector<float> of_tanh = floats_of(tanh(x));
  sigmoid(x).sum().backward();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = static_cast<double>(values[i]);
    const double expected = 1.0 / (1.0 + std::exp(-value));
    CHECK(of_sigmoid[i] == static_cast<float>(expected));
    CHECK(of_tanh[i] == static_cast<float>(std::tanh(value)));
    CHECK(floats_of(x.grad())[i] == Approx(expected * (1.0 - expected)));
  }
}

}  // namespace rtl4ml
