#include "sw/train/torch_ops.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("linear forward and gradients by hand", "[train]") {
  const Matrix x{.rows = 2, .columns = 2, .values = {1, 2, 3, 4}};
  const std::vector<float> weight = {1, 0, 2, 1, -1, 3};  // [3][2]
  Matrix y;
  linear_forward(x, weight, std::vector<float>{10, 20, 30}, y);
  CHECK(y.values == std::vector<float>{11, 24, 35, 13, 30, 39});
  linear_forward(x, weight, {}, y);
  CHECK(y.values == std::vector<float>{1, 4, 5, 3, 10, 9});
  const Matrix gradient{.rows = 2, .columns = 3, .values = {1, 0, 2, 0, 1, 1}};
  std::vector<float> of_weight(6);
  linear_weight_gradient(x, gradient, of_weight);
  CHECK(of_weight == std::vector<float>{1, 2, 3, 4, 5, 8});
  Matrix of_x;
  linear_input_gradient(gradient, weight, of_x);
  CHECK(of_x.values == std::vector<float>{-1, 6, 1, 4});
  std::vector<float> sums(3);
  column_sums(gradient, sums);
  CHECK(sums == std::vector<float>{1, 1, 3});
}

TEST_CASE("softmax and normalisation by hand", "[train]") {
  const Matrix scores{.rows = 1, .columns = 2, .values = {0.0F, 0.0F}};
  Matrix logarithms;
  log_softmax(scores, logarithms);
  CHECK(logarithms.values[0] == Approx(-std::log(2.0)));
  Matrix gradient{.rows = 1, .columns = 2, .values = {-1.0F, 0.0F}};
  log_softmax_backward(logarithms, gradient);
  CHECK(gradient.values == std::vector<float>{-0.5F, 0.5F});

  const Matrix x{.rows = 2, .columns = 1, .values = {1.0F, 3.0F}};
  const std::vector<float> weight = {2.0F};
  const std::vector<float> bias = {1.0F};
  std::vector<float> mean = {0.0F};
  std::vector<float> variance = {1.0F};
  const BatchNormTensors tensors{weight, bias, mean, variance, 0.0};
  Matrix y;
  BatchNormSaved saved;
  batch_norm_forward(x, tensors, true, y, saved);
  CHECK(y.values == std::vector<float>{-1.0F, 3.0F});
  CHECK(mean[0] == Approx(0.2));
  CHECK(variance[0] == Approx(0.9 + 0.1 * 2.0));
}

}  // namespace rtl4ml
