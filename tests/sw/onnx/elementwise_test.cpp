#include "sw/onnx/elementwise.hpp"

#include <cmath>

#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

using test::check_equal;
using test::check_refused;
using test::floats;
using test::output_of;
using test::run_node;
using test::scalar;
using test::wholes;

/// Element (i, j) of a [2][3] tensor, of one that is repeated to it.
double repeated_at(const OnnxTensor& tensor, std::int64_t i, std::int64_t j) {
  const std::int64_t columns = tensor.rank() == 0 ? 1 : tensor.shape.back();
  const std::int64_t rows = tensor.rank() < 2 ? 1 : tensor.shape[0];
  return tensor.values[static_cast<std::size_t>((rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j))];
}

}  // namespace

TEST_CASE("arithmetic is that of double, broadcast", "[onnx]") {
  const std::uint64_t seed = test_seed(61);
  INFO("seed " << seed);
  Random random(seed);
  const OnnxTensor x = test::random_floats(random, {2, 3});
  for (const OnnxShape& shape : {OnnxShape{2, 3}, OnnxShape{3}, OnnxShape{2, 1}, OnnxShape{1, 3}, OnnxShape{}}) {
    const OnnxTensor y = test::random_floats(random, shape);
    for (const char* op : {"Add", "Sub", "Mul", "Div", "Pow"}) {
      const OnnxTensor z = output_of(op, {x, y});
      const OnnxTensor back = output_of(op, {y, x});
      CHECK(z.shape == x.shape);
      for (std::int64_t i = 0; i < 2; ++i) {
        for (std::int64_t j = 0; j < 3; ++j) {
          const auto expected = [&](double a, double b) {
            switch (op[0]) {
              case 'A':
                return a + b;
              case 'S':
                return a - b;
              case 'M':
                return a * b;
              case 'D':
                return a / b;
              default:
                return std::pow(a, b);
            }
          };
          INFO(op << ' ' << shape_text(shape) << ' ' << i << ' ' << j);
          const double a = repeated_at(x, i, j);
          const double b = repeated_at(y, i, j);
          const double got = repeated_at(z, i, j);
          CHECK((got == expected(a, b) || (std::isnan(got) && std::isnan(expected(a, b)))));
          const double swapped = repeated_at(back, i, j);
          CHECK((swapped == expected(b, a) || (std::isnan(swapped) && std::isnan(expected(b, a)))));
        }
      }
    }
  }
}

TEST_CASE("whole numbers stay whole and in their type", "[onnx]") {
  check_equal(output_of("Div", {wholes({4}, {7, -7, 6, 0}), wholes({}, {2})}), wholes({4}, {3, -3, 3, 0}));
  check_equal(output_of("Mul", {wholes({2}, {3, -4}), wholes({1}, {5})}), wholes({2}, {15, -20}));
  check_equal(output_of("Pow", {wholes({1}, {3}), scalar(2)}), wholes({1}, {9}));
  check_refused(run_node("Div", {wholes({1}, {1}), wholes({1}, {0})}), "onnx.value", "gives inf");
  check_refused(run_node("Add", {OnnxTensor{DType::kInt8, {1}, {100}}, OnnxTensor{DType::kInt8, {1}, {28}}}),
                "onnx.value", "gives 128, which int8 does not hold");
  check_refused(run_node("Add", {wholes({1}, {1}), scalar(1)}), "onnx.type", "int64 and float32");
  check_refused(run_node("Add", {floats({2}, {1, 2}), floats({3}, {1, 2, 3})}), "onnx.shape",
                "m.onnx: n: error[onnx.shape]: takes shapes [2] and [3]");
}

TEST_CASE("functions of one element", "[onnx]") {
  const OnnxTensor x = floats({5}, {-2.0, -0.5, 0.0, 0.25, 4.0});
  check_equal(output_of("Neg", {x}), floats({5}, {2.0, 0.5, -0.0, -0.25, -4.0}));
  check_equal(output_of("Relu", {x}), floats({5}, {0, 0, 0, 0.25, 4}));
  check_equal(output_of("Sqrt", {floats({3}, {0.25, 2, 9})}), floats({3}, {0.5, std::sqrt(2.0), 3}));
  check_equal(output_of("LeakyRelu", {x}, {.attributes = {{"alpha", 0.25}}}), floats({5}, {-0.5, -0.125, 0, 0.25, 4}));
  CHECK(output_of("LeakyRelu", {x}).values[0] == -2.0 * static_cast<double>(0.01F));
  CHECK(output_of("Sigmoid", {x}).values[4] == 1.0 / (1.0 + std::exp(-4.0)));
  CHECK(output_of("Tanh", {x}).values[1] == std::tanh(-0.5));
  const auto near = [&](const char* op, std::size_t at, double expected, test::Attributes attributes = {}) {
    CHECK(output_of(op, {x}, {.attributes = std::move(attributes)}).values[at] == Approx(expected).epsilon(1e-14));
  };
  near("Elu", 0, std::exp(-2.0) - 1.0);
  near("Elu", 1, 0.25 * (std::exp(-0.5) - 1.0), {{"alpha", 0.25}});
  near("Elu", 4, 4.0, {{"alpha", 0.25}});
  near("Selu", 0, 1.05070102214813232421875 * 1.67326319217681884765625 * (std::exp(-2.0) - 1.0));
  near("Selu", 4, 2.0, {{"alpha", 1.0}, {"gamma", 0.5}});
  check_equal(output_of("HardSigmoid", {x}, {.attributes = {{"alpha", 0.25}, {"beta", 0.25}}}),
              floats({5}, {0.0, 0.125, 0.25, 0.3125, 1.0}));
  near("HardSigmoid", 3, 0.25 * static_cast<double>(0.2F) + 0.5);
  near("Softplus", 1, std::log(1.0 + std::exp(-0.5)));
  CHECK(output_of("Softplus", {scalar(1000.0)}).values[0] == 1000.0);
  check_equal(output_of("Softsign", {x}), floats({5}, {-2.0 / 3.0, -0.5 / 1.5, 0.0, 0.2, 0.8}));
  check_equal(output_of("Identity", {wholes({1}, {3})}), wholes({1}, {3}));
  CHECK(std::isnan(output_of("Relu", {floats({1}, {NAN})}).values[0]));
  check_refused(run_node("Sqrt", {wholes({1}, {4})}), "onnx.type", "takes int64");
  check_refused(run_node("Relu", {OnnxTensor{DType::kBool, {1}, {1}}}), "onnx.type", "takes bool");
}

TEST_CASE("PRelu has a slope for all or one each", "[onnx]") {
  const OnnxTensor x = floats({2, 2}, {-1, -2, 3, -4});
  check_equal(output_of("PRelu", {x, floats({2}, {0.5, 0.25})}), floats({2, 2}, {-0.5, -0.5, 3, -1}));
  check_equal(output_of("PRelu", {x, floats({1}, {0.5})}), floats({2, 2}, {-0.5, -1, 3, -2}));
  check_refused(run_node("PRelu", {floats({1}, {1}), floats({2}, {1, 2})}), "onnx.shape", "slopes of shape [2]");
}

TEST_CASE("Clip takes its bounds either way", "[onnx]") {
  const OnnxTensor x = floats({4}, {-3, -1, 0.5, 7});
  check_equal(output_of("Clip", {x, scalar(-1), scalar(1)}), floats({4}, {-1, -1, 0.5, 1}));
  check_equal(output_of("Clip", {x}, {.attributes = {{"min", 0.0}, {"max", 6.0}}, .opset = 9}),
              floats({4}, {0, 0, 0.5, 6}));
  check_equal(output_of("Clip", {x, test::kLeftOut, scalar(0)}), floats({4}, {-3, -1, 0, 0}));
  check_equal(output_of("Clip", {x}), x);
  check_equal(output_of("Clip", {x, scalar(2), scalar(1)}), floats({4}, {1, 1, 1, 1}));  // the upper bound is the last
  const OnnxTensor codes{DType::kInt8, {2}, {-128, 5}};
  check_equal(output_of("Clip", {codes, {DType::kInt8, {}, {-127}}, {DType::kInt8, {}, {127}}}),
              {DType::kInt8, {2}, {-127, 5}});
  check_refused(run_node("Clip", {x, floats({2}, {0, 0})}), "onnx.shape", "has a min of shape [2]");
  check_refused(run_node("Clip", {x, wholes({}, {0})}), "onnx.shape", "type int64");
}

TEST_CASE("Cast cuts towards zero and keeps within its type", "[onnx]") {
  const auto to = [](int type) { return test::NodeSettings{.attributes = {{"to", std::int64_t{type}}}}; };
  const OnnxTensor x = floats({3}, {-1.5, 0, 2.75});
  check_equal(output_of("Cast", {x}, to(7)), wholes({3}, {-1, 0, 2}));
  check_equal(output_of("Cast", {x}, to(9)), {DType::kBool, {3}, {1, 0, 1}});
  check_equal(output_of("Cast", {x}, to(11)), {DType::kFloat64, {3}, {-1.5, 0, 2.75}});
  check_equal(output_of("Cast", {wholes({1}, {5})}, to(1)), floats({1}, {5}));
  check_refused(run_node("Cast", {floats({1}, {300})}, to(3)), "onnx.value", "300, which int8");
  check_refused(run_node("Cast", {floats({1}, {NAN})}, to(7)), "onnx.value", "nan");
  check_refused(run_node("Cast", {x}, to(10)), "onnx.type", "element type 10");
  check_refused(run_node("Cast", {x}, to(8)), "onnx.type", "element type 8");
}

TEST_CASE("Dropout drops nothing", "[onnx]") {
  const OnnxTensor x = floats({2}, {1, -2});
  check_equal(output_of("Dropout", {x}, {.attributes = {{"ratio", 0.5}}, .opset = 9}), x);
  const Result<std::vector<OnnxTensor>> both =
      run_node("Dropout", {x, scalar(0.5), {DType::kBool, {}, {0}}}, {.outputs = 2});
  INFO(test::told(both));
  REQUIRE(both);
  check_equal((*both)[1], {DType::kBool, {2}, {1, 1}});
  check_refused(run_node("Dropout", {x, scalar(0.5), {DType::kBool, {}, {1}}}), "onnx.value", "is training");
}

}  // namespace rtl4ml
