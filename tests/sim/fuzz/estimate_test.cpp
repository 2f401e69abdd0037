#include "sim/fuzz/estimate.hpp"

#include <cmath>

#include "tests/sim/fuzz/cases.hpp"

using namespace rtl4ml;

TEST_CASE("the estimates follow the operators") {
  const FuzzCase small = linear_relu_case(2, 2);  // weights 1, 2, 3, 4 eighths; biases 0 and 1
  CHECK(estimate_layer(small.layers[0], {8.0, 16.0}) == std::vector<double>{5.0, 12.0});
  CHECK(estimate_layer(small.layers[1], {-1.0, 2.0}) == std::vector<double>{0.0, 2.0});
  FuzzLayer layer;
  const auto of = [&](const char* op, double value) {
    layer.op = op;
    return estimate_layer(layer, {value}).front();
  };
  CHECK(of("relu6", 7.0) == 6.0);
  CHECK(of("hardtanh", -7.0) == -1.0);
  CHECK(of("clip", -7.0) == 0.0);
  CHECK(of("leaky_relu", -1.0) == -0.01);
  CHECK(of("tanh", 0.5) == std::tanh(0.5));
  CHECK(of("hard_swish", 3.0) == 3.0);
  CHECK(of("elu", -1.0) == std::expm1(-1.0));
  CHECK(of("flatten", 5.0) == 5.0);
  layer.tensors["weight"] = {0.5F};
  layer.weight = {8, 3, true};
  CHECK(of("prelu", -4.0) == -2.0);
  FuzzLayer steps;
  steps.op = "threshold";
  steps.tensors = {{"threshold", {-1.0F, 2.0F, -1.0F, 2.0F}}, {"falling", {0.0F, 1.0F}}};
  steps.in_features = steps.out_features = 2;
  steps.attributes = {{"low", -0.5}, {"step", 0.25}};
  CHECK(estimate_layer(steps, {2.0, 1.0}) == std::vector<double>{0.0, -0.25});
  FuzzLayer choice;
  choice.op = "argmax";
  CHECK(estimate_layer(choice, {-1.0, 2.0, 2.0}) == std::vector<double>{1.0});
  FuzzLayer affine;
  affine.op = "affine";
  affine.tensors = {{"weight", {0.5F}}, {"bias", {-1.0F}}};
  affine.weight = affine.bias = {8, 2, true};
  CHECK(estimate_layer(affine, {4.0}) == std::vector<double>{1.0});
  layer.tensors = {{"weight", {2.0F}}, {"bias", {1.0F}}, {"running_mean", {3.0F}}, {"running_var", {4.0F}}};
  CHECK(of("batch_norm1d", 5.0) == Approx(3.0).epsilon(1e-4));
}

TEST_CASE("the conversion of an estimate is that of the type") {
  const FixedType type{3, 1, true};  // -2 to 1.5 in halves
  CHECK(estimate_conversion({0.25, 9.0}, type, Rounding::kHalfUp, Overflow::kSaturate) ==
        std::vector<double>{0.5, 1.5});
  CHECK(estimate_conversion({2.0}, type, Rounding::kFloor, Overflow::kWrap) == std::vector<double>{-2.0});
}
