#include "sw/onnx/direct_layer.hpp"

#include "tests/sw/onnx/chains.hpp"

namespace rtl4ml {
namespace {

/// x (s8.4) times w = {1, 2; -3, 4}.
std::optional<DirectLayer> direct(const test::ModelWriter& model) {
  const test::SplitModel split = test::split_of(model);
  LinearOp op;
  op.in_features = op.out_features = 2;
  op.data_in = {8, 4, true};
  op.weight_type = op.bias_type = {4, 0, true};
  op.weight = {1, -3, 2, 4};
  return direct_layer(op, split.stage(1), "m.onnx");
}

test::ModelWriter quantized(const std::string& from, int is_signed, int narrow) {
  return test::one_product()
      .node("Add", {"m", "b"}, {"a"})
      .node("Relu", {"a"}, {"r"})
      .node("Quant", {from, "s", "z", "four"}, {"y"}, {{"signed", is_signed}, {"narrow", narrow}}, test::kQonnx);
}

}  // namespace

TEST_CASE("a bias, a Relu and a plain quantizer are the linear layer's own", "[onnx]") {
  const std::optional<DirectLayer> layer = direct(quantized("r", 0, 0));
  REQUIRE(layer);
  CHECK(layer->linear.bias == std::vector<std::int64_t>{2, -5});
  CHECK(layer->linear.bias_type.frac_width == 2);
  CHECK(layer->linear.data_out == FixedType{4, 2, false});
  CHECK(layer->relu);
  CHECK_FALSE(layer->clip);
  CHECK_FALSE(layer->relu_behind);

  CHECK(direct(quantized("r", 0, 1))->clip == std::pair<std::int64_t, std::int64_t>(0, 14));
  CHECK_FALSE(direct(quantized("r", 1, 1))->clip);  // the Relu leaves nothing below 0
  CHECK(direct(test::one_product().node("Relu", {"m"}, {"y"}))->linear.data_out.frac_width == 4);
  CHECK(direct(test::one_product().node("Relu", {"m"}, {"y"}))->relu);
}

TEST_CASE("quantize and dequantize are one conversion", "[onnx]") {
  test::ModelWriter model = test::one_product();
  const auto byte = [&](const char* name, double value) { model.constant(name, {DType::kInt8, {}, {value}}); };
  byte("zero", 0);
  byte("low", -7);
  byte("high", 7);
  model.node("QuantizeLinear", {"m", "s", "zero"}, {"q"}).node("Clip", {"q", "low", "high"}, {"c"});
  model.node("DequantizeLinear", {"c", "s", "zero"}, {"y"});
  const std::optional<DirectLayer> layer = direct(model);
  REQUIRE(layer);
  CHECK(layer->linear.data_out == FixedType{8, 2, true});
  CHECK(layer->clip == std::pair<std::int64_t, std::int64_t>(-7, 7));
  test::ModelWriter whole = test::one_product();
  whole.constant("zero", {DType::kUInt8, {}, {0}}).node("QuantizeLinear", {"m", "s", "zero"}, {"q"});
  whole.node("DequantizeLinear", {"q", "s", "zero"}, {"y"});
  CHECK(direct(whole)->linear.data_out == FixedType{8, 2, false});
}

TEST_CASE("other stages are not direct", "[onnx]") {
  const auto with_quant = [](const char* scale, const char* mode) {
    return test::one_product().node("Quant", {"m", scale, "z", "four"}, {"y"}, {{"narrow", 0}, {"rounding_mode", mode}},
                                    test::kQonnx);
  };
  CHECK(direct(with_quant("s", "FLOOR")));
  CHECK_FALSE(direct(with_quant("odd", "FLOOR")));
  CHECK_FALSE(direct(with_quant("s", "CEIL")));
  CHECK_FALSE(direct(test::one_product().node("Tanh", {"m"}, {"y"})));
  CHECK_FALSE(direct(test::one_product().node("Mul", {"m", "b"}, {"y"})));
}

TEST_CASE("a zero point that is added behind the rounding is taken out of the input's codes", "[onnx]") {
  const auto quantizer = [](DType dtype, double zero) {
    test::ModelWriter model;
    model.input("x", {1, 2}).output("y").floats("s", {}, {0.3}).floats("w", {2, 2}, {1, 2, 3, 4});
    model.constant("z", {dtype, {}, {zero}});
    model.node("QuantizeLinear", {"x", "s", "z"}, {"c"}).node("DequantizeLinear", {"c", "s", "z"}, {"q"});
    model.node("MatMul", {"q", "w"}, {"y"});
    const test::SplitModel split = test::split_of(model);
    return input_quantizer(split.stage(0).after, "m.onnx");
  };
  const std::optional<DirectQuantizer> odd = quantizer(DType::kUInt8, 3);
  REQUIRE(odd);
  CHECK(odd->grid.type == FixedType{9, 0, true});
  CHECK(odd->grid.low == -3);
  CHECK(odd->grid.high == 252);
  CHECK(odd->grid.zero == 0.0);
  CHECK(odd->steps == 2);
  CHECK(quantizer(DType::kInt8, 0)->grid.type == FixedType{8, 0, true});
  CHECK_FALSE(quantizer(DType::kInt32, -5));  // beyond 32 bits
}

}  // namespace rtl4ml
