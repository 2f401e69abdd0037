#include "sw/onnx/final_layer.hpp"

#include <cmath>

#include "tests/sw/onnx/chains.hpp"

namespace rtl4ml {
namespace {

/// w = {1, 2; -3, 4} times data from 0 to 15 in steps of 0.3, each output with its scale.
FinalLayer final_of(const test::ModelWriter& model, const std::vector<double>& scale, double zero = 0.0) {
  const OnnxGrid data = {{4, 0, false}, 0.3, zero, 0, 15};
  const test::SplitModel split = test::split_of(model);
  LinearOp op;
  op.in_features = op.out_features = 2;
  op.data_in = data.type;
  op.weight_type = op.bias_type = {4, 0, true};
  op.weight = {1, -3, 2, 4};
  const StageInput sums = sums_of(op, data, {op.weight_type, op.weight, scale, true, {}}, {});
  Result<FinalLayer> made = final_layer(op, split.stage(1), sums, split.program.graph());
  INFO(test::told(made));
  REQUIRE(made);
  return std::move(*made);
}

}  // namespace

TEST_CASE("sums of one scale go to the host as they are", "[onnx]") {
  test::ModelWriter model = test::one_product();
  model.node("Mul", {"m", "four"}, {"t"}).node("Sub", {"t", "s"}, {"u"}).node("Sigmoid", {"u"}, {"y"}, {}, "", "last");
  const FinalLayer layer = final_of(model, {0.5, 0.5});
  CHECK_FALSE(layer.affine);
  CHECK(layer.linear.bias.empty());
  CHECK(layer.scale == Approx(0.6));
  CHECK(layer.offset == -0.25);
  CHECK(layer.largest_deviation == 0.0);
  REQUIRE(layer.behind.size() == 1);
  CHECK(layer.behind[0].node.name == "last");
}

TEST_CASE("offsets that differ are a bias as fine as the sums allow", "[onnx]") {
  const FinalLayer layer = final_of(test::one_product().node("Add", {"m", "b"}, {"y"}), {0.5, 0.5});
  CHECK_FALSE(layer.affine);
  REQUIRE(layer.linear.bias.size() == 2);
  for (const std::size_t f : {0U, 1U}) {
    const double bias =
        layer.scale * std::ldexp(static_cast<double>(layer.linear.bias[f]), -layer.linear.bias_type.frac_width);
    CHECK(std::abs(bias - (f == 0 ? 0.5 : -1.25)) <= layer.largest_deviation);
  }
  CHECK(layer.largest_deviation < 1e-5);
  CHECK(layer.linear.data_out.width <= kMaxWidth);
}

TEST_CASE("a negative scale of all outputs negates the weights", "[onnx]") {
  const FinalLayer layer = final_of(test::one_product().node("Neg", {"m"}, {"y"}), {0.5, 0.5});
  CHECK_FALSE(layer.affine);
  CHECK(layer.linear.weight == std::vector<std::int32_t>{-1, 3, -2, -4});
  CHECK(layer.scale == Approx(0.15));
  CHECK(layer.largest_deviation == 0.0);
  CHECK(layer.linear.data_out.width == layer.linear.accumulator_width());
}

TEST_CASE("offsets that are whole but for double's rounding are whole, so that equal sums stay equal", "[onnx]") {
  // A zero of a half adds -1 and 3 units of 0.3; with an offset common to both they are no whole numbers any more.
  const FinalLayer layer = final_of(test::one_product().node("Add", {"m", "odd"}, {"y"}), {1.0, 1.0}, 0.5);
  CHECK(layer.largest_deviation == 0.0);
  REQUIRE(layer.linear.bias.size() == 2);
  CHECK(std::ldexp(static_cast<double>(layer.linear.bias[0]), -layer.linear.bias_type.frac_width) == 1.0);
  CHECK(std::ldexp(static_cast<double>(layer.linear.bias[1]), -layer.linear.bias_type.frac_width) == -3.0);
}

TEST_CASE("scales that differ become real numbers", "[onnx]") {
  const FinalLayer layer = final_of(test::one_product().node("Add", {"m", "b"}, {"y"}), {0.5, 0.7});
  REQUIRE(layer.affine);
  CHECK(layer.scale == 1.0);
  CHECK(layer.largest_deviation < 1e-6);
  const std::vector<std::int64_t> data = {-45, 90, 15, 0, 3, 7};
  std::vector<std::int64_t> codes(data.size());
  affine(*layer.affine, data, codes);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const double real = static_cast<double>(data[i]) * 0.3 * (i % 2 == 0 ? 0.5 : 0.7) + (i % 2 == 0 ? 0.5 : -1.25);
    const double made = std::ldexp(static_cast<double>(codes[i]), -layer.affine->data_out.frac_width);
    CHECK(std::abs(made - real) <= layer.largest_deviation + 1e-12);
  }
}

}  // namespace rtl4ml
