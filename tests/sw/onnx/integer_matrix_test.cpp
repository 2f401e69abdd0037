#include <cmath>

#include "sw/onnx/grid.hpp"
#include "tests/sw/onnx/chains.hpp"

namespace rtl4ml {
namespace {

/// x[1,2] times the matrix [2][out] that `make` names, of the constants w[2,2], v[2,2] and those it adds.
Result<IntegerMatrix> matrix_of(test::ModelWriter& model, const std::string& weight, bool gemm = false) {
  model.input("x", {1, 2})
      .output("y")
      .node(gemm ? "Gemm" : "MatMul", {"x", weight}, {"y"},
            gemm ? std::vector<test::Attribute>{{"transB", 1}} : std::vector<test::Attribute>{}, "", "fc");
  const test::SplitModel split = test::split_of(model);
  constexpr int kMostBits = 16;  // of what was folded: nothing here
  return integer_matrix(split.program, split.stage(1), kMostBits);
}

IntegerMatrix matrix(test::ModelWriter& model, const std::string& weight, bool gemm = false) {
  const Result<IntegerMatrix> made = matrix_of(model, weight, gemm);
  INFO(test::told(made));
  REQUIRE(made);
  return *made;
}

test::ModelWriter constants() {
  test::ModelWriter model;
  model.floats("w", {2, 2}, {0.6, 2, -1.1, 4})
      .floats("z", {}, {0})
      .floats("six", {}, {6})
      .floats("quarter", {}, {0.25});
  model.floats("rows", {2, 1}, {0.3, 0.7}).floats("columns", {1, 2}, {0.3, 0.7});
  return model;
}

/// scale[o] * code is the weight, in the file's order turned to [out][in].
void check_weights(const IntegerMatrix& matrix, const std::vector<double>& weights, double tolerance) {
  REQUIRE(matrix.codes.size() == weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double real = matrix.scale[i / 2] * std::ldexp(matrix.codes[i], -matrix.type.frac_width);
    CHECK(std::abs(real - weights[i]) <= tolerance);
  }
}

}  // namespace

TEST_CASE("weights are integers on their quantizer's grid", "[onnx]") {
  test::ModelWriter plain = constants();
  plain.node("Quant", {"w", "quarter", "z", "six"}, {"q"}, {{"narrow", 0}}, test::kQonnx);
  const IntegerMatrix quarters = matrix(plain, "q");
  CHECK(quarters.is_plain());
  CHECK(quarters.type.frac_width == 2);
  CHECK(quarters.codes == std::vector<std::int32_t>{2, -4, 8, 16});

  test::ModelWriter by_column = constants();
  by_column.node("Quant", {"w", "columns", "z", "six"}, {"q"}, {{"narrow", 0}}, test::kQonnx);
  const IntegerMatrix columns = matrix(by_column, "q");
  CHECK(columns.codes == std::vector<std::int32_t>{2, -4, 3, 6});
  CHECK(columns.scale == std::vector<double>{static_cast<double>(0.3F), static_cast<double>(0.7F)});
  CHECK_FALSE(columns.is_plain());

  test::ModelWriter turned = constants();
  turned.node("Quant", {"w", "rows", "z", "six"}, {"q"}, {{"narrow", 0}}, test::kQonnx);
  CHECK(matrix(turned, "q", true).codes == std::vector<std::int32_t>{2, 7, -2, 6});
  test::ModelWriter across = constants();
  across.node("Quant", {"w", "rows", "z", "six"}, {"q"}, {{"narrow", 0}}, test::kQonnx);
  test::check_refused(matrix_of(across, "q"), "onnx.scale", "fc: error[onnx.scale]: has weights whose scales differ");

  test::ModelWriter bipolar = constants();
  bipolar.floats("odd", {}, {0.3}).node("BipolarQuant", {"w", "odd"}, {"q"}, {}, test::kQonnx);
  const IntegerMatrix signs = matrix(bipolar, "q");
  CHECK(signs.codes == std::vector<std::int32_t>{1, -1, 1, 1});
  CHECK(signs.type == FixedType{2, 0, true});

  test::ModelWriter bytes;
  bytes.constant("c", {DType::kInt8, {2, 2}, {5, -3, 2, 7}}).floats("s", {2}, {0.3, 0.5});
  bytes.constant("zero", {DType::kInt8, {2}, {1, -1}});
  bytes.node("DequantizeLinear", {"c", "s", "zero"}, {"q"}, {{"axis", 1}});
  const IntegerMatrix shifted = matrix(bytes, "q");
  CHECK(shifted.codes == std::vector<std::int32_t>{4, 1, -2, 8});
}

TEST_CASE("weights without a quantizer are numbers, or multiples of a step", "[onnx]") {
  test::ModelWriter numbers;
  numbers.floats("w", {2, 2}, {0.5, 2, -1.25, 4});
  const IntegerMatrix plain = matrix(numbers, "w");
  CHECK(plain.is_plain());
  CHECK(plain.exact);
  check_weights(plain, {0.5, -1.25, 2, 4}, 0.0);

  test::ModelWriter scaled = constants();  // a quantizer, and a factor behind it
  scaled.node("Quant", {"w", "quarter", "z", "six"}, {"q"}, {{"narrow", 0}}, test::kQonnx)
      .node("Mul", {"q", "columns"}, {"s"});
  const IntegerMatrix steps = matrix(scaled, "s");
  CHECK(steps.exact);
  CHECK(steps.type.width <= 4);
  const double a = static_cast<double>(0.3F), b = static_cast<double>(0.7F);
  check_weights(steps, {0.5 * a, -1.0 * a, 2 * b, 4 * b}, 1e-15);

  test::ModelWriter rounded;  // the exporter multiplied, and rounded to float32
  rounded.floats("w", {2, 2}, {3 * 0.1, 2 * 0.7, -5 * 0.1, 3 * 0.7});
  const IntegerMatrix nearly = matrix(rounded, "w");
  CHECK_FALSE(nearly.exact);
  check_weights(nearly, {0.3, -0.5, 1.4, 2.1}, 1e-7);

  test::ModelWriter fine;
  fine.floats("w", {2, 2}, {0.123456, 0.654321, -0.777777, 0.1});
  CHECK(matrix_of(fine, "w").error().front().code == "onnx.width");
}

}  // namespace rtl4ml
