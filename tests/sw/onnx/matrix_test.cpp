#include "sw/onnx/matrix.hpp"

#include <cmath>

#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

double entry(const OnnxTensor& matrix, std::int64_t row, std::int64_t column) {
  return matrix.values[static_cast<std::size_t>(row * matrix.shape[1] + column)];
}

/// The product of two matrices, each as it is or transposed: multiples of 1/16, so that every sum is exact.
OnnxTensor product(const OnnxTensor& a, const OnnxTensor& b, bool flip_a = false, bool flip_b = false) {
  const std::int64_t m = a.shape[flip_a ? 1 : 0];
  const std::int64_t k = a.shape[flip_a ? 0 : 1];
  const std::int64_t n = b.shape[flip_b ? 0 : 1];
  OnnxTensor c = test::floats({m, n}, {});
  for (std::int64_t i = 0; i < m; ++i) {
    for (std::int64_t j = 0; j < n; ++j) {
      double sum = 0.0;
      for (std::int64_t l = 0; l < k; ++l)
        sum += (flip_a ? entry(a, l, i) : entry(a, i, l)) * (flip_b ? entry(b, j, l) : entry(b, l, j));
      c.values.push_back(sum);
    }
  }
  return c;
}

}  // namespace

TEST_CASE("MatMul is NumPy's", "[onnx]") {
  const std::uint64_t seed = test_seed(62);
  INFO("seed " << seed);
  Random random(seed);
  const OnnxTensor a = test::random_floats(random, {3, 4});
  const OnnxTensor b = test::random_floats(random, {4, 5});
  test::check_equal(test::output_of("MatMul", {a, b}), product(a, b));
  // A vector is a row on the left, a column on the right; the dimension that was added goes.
  const OnnxTensor row = test::floats({4}, {a.values.begin(), a.values.begin() + 4});
  OnnxTensor expected = product(test::floats({1, 4}, row.values), b);
  expected.shape = {5};
  test::check_equal(test::output_of("MatMul", {row, b}), expected);
  expected = product(a, test::floats({4, 1}, row.values));
  expected.shape = {3};
  test::check_equal(test::output_of("MatMul", {a, row}), expected);
  CHECK(test::output_of("MatMul", {row, row}).shape.empty());
  // Batches broadcast.
  const OnnxTensor left = test::random_floats(random, {2, 1, 3, 4});
  const OnnxTensor right = test::random_floats(random, {3, 4, 2});
  const OnnxTensor all = test::output_of("MatMul", {left, right});
  CHECK(all.shape == OnnxShape{2, 3, 3, 2});
  for (std::int64_t p = 0; p < 2; ++p) {
    for (std::int64_t q = 0; q < 3; ++q) {
      const auto l = left.values.begin() + p * 12;
      const auto r = right.values.begin() + q * 8;
      const auto c = all.values.begin() + (p * 3 + q) * 6;
      const OnnxTensor one = product(test::floats({3, 4}, {l, l + 12}), test::floats({4, 2}, {r, r + 8}));
      CHECK(std::vector<double>(c, c + 6) == one.values);
    }
  }
  test::check_refused(test::run_node("MatMul", {a, a}), "onnx.shape", "[3, 4], [3, 4]");
  test::check_refused(test::run_node("MatMul", {a, test::scalar(1)}), "onnx.shape", "[3, 4], []");
  test::check_refused(test::run_node("MatMul", {a, test::wholes({4, 1}, {1, 2, 3, 4})}), "onnx.type", "no float");
  test::check_refused(test::run_node("MatMul", {a, b}, {.budget = {100, 59}}), "onnx.too_large",
                      "[3, 4, 5] multiplications");
  CHECK(test::run_node("MatMul", {a, b}, {.budget = {100, 60}}));
}

TEST_CASE("Gemm has all of its attributes", "[onnx]") {
  const std::uint64_t seed = test_seed(63);
  INFO("seed " << seed);
  Random random(seed);
  for (const bool flip_a : {false, true}) {
    for (const bool flip_b : {false, true}) {
      const OnnxTensor a = test::random_floats(random, flip_a ? OnnxShape{4, 3} : OnnxShape{3, 4});
      const OnnxTensor b = test::random_floats(random, flip_b ? OnnxShape{5, 4} : OnnxShape{4, 5});
      const test::Attributes flips = {{"transA", std::int64_t{flip_a}}, {"transB", std::int64_t{flip_b}}};
      test::check_equal(test::output_of("Gemm", {a, b}, {.attributes = flips}), product(a, b, flip_a, flip_b));
      for (const OnnxShape& shape : {OnnxShape{5}, OnnxShape{3, 1}, OnnxShape{3, 5}, OnnxShape{}}) {
        const OnnxTensor c = test::random_floats(random, shape);
        test::Attributes scaled = flips;
        scaled["alpha"] = 0.5;
        scaled["beta"] = -2.0;
        OnnxTensor expected = product(a, b, flip_a, flip_b);
        for (std::int64_t i = 0; i < 3; ++i) {
          for (std::int64_t j = 0; j < 5; ++j) {
            const std::int64_t at = shape.empty() ? 0 : shape.size() == 1 ? j : shape[1] == 1 ? i : i * 5 + j;
            double& value = expected.values[static_cast<std::size_t>(i * 5 + j)];
            value = 0.5 * value - 2.0 * c.values[static_cast<std::size_t>(at)];
          }
        }
        test::check_equal(test::output_of("Gemm", {a, b, c}, {.attributes = scaled}), expected);
      }
    }
  }
  const OnnxTensor a = test::random_floats(random, {3, 4});
  test::check_refused(test::run_node("Gemm", {a, a}), "onnx.shape", "do not fit");
  test::check_refused(test::run_node("Gemm", {a, test::random_floats(random, {4})}), "onnx.shape", "do not fit");
  test::check_refused(
      test::run_node("Gemm", {a, test::random_floats(random, {4, 2}), test::random_floats(random, {1, 3, 2})}),
      "onnx.shape", "do not fit");
}

TEST_CASE("BatchNormalization is that of evaluation", "[onnx]") {
  const std::uint64_t seed = test_seed(64);
  INFO("seed " << seed);
  Random random(seed);
  const OnnxTensor x = test::random_floats(random, {2, 3, 2});
  const OnnxTensor scale = test::random_floats(random, {3});
  const OnnxTensor bias = test::random_floats(random, {3});
  const OnnxTensor mean = test::random_floats(random, {3});
  const OnnxTensor variance = test::floats({3}, {0.25, 1, 9});
  const OnnxTensor y = test::output_of("BatchNormalization", {x, scale, bias, mean, variance},
                                       {.attributes = {{"epsilon", 0.5}, {"momentum", 0.1}}});
  for (std::size_t i = 0; i < 12; ++i) {
    const std::size_t c = i / 2 % 3;
    CHECK(y.values[i] ==
          (x.values[i] - mean.values[c]) / std::sqrt(variance.values[c] + 0.5) * scale.values[c] + bias.values[c]);
  }
  const OnnxTensor plain = test::output_of("BatchNormalization", {x, scale, bias, mean, variance});
  CHECK(plain.values[0] ==
        (x.values[0] - mean.values[0]) / std::sqrt(0.25 + static_cast<double>(1e-5F)) * scale.values[0] +
            bias.values[0]);
  test::check_refused(test::run_node("BatchNormalization", {x, scale, bias, mean, test::scalar(1)}), "onnx.shape",
                      "[]");
  test::check_refused(test::run_node("BatchNormalization", {scale, scale, bias, mean, variance}), "onnx.shape", "[3]");
  test::check_refused(test::run_node("BatchNormalization", {x, scale, bias, mean, variance},
                                     {.attributes = {{"training_mode", std::int64_t{1}}}}),
                      "onnx.attribute", "is training");
}

}  // namespace rtl4ml
