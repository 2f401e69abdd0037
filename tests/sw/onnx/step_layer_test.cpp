#include "sw/onnx/step_layer.hpp"

#include "tests/sw/onnx/chains.hpp"

namespace rtl4ml {
namespace {

constexpr OnnxGrid kData = {{4, 0, false}, 0.3, 0.0, 0, 15};

/// Sums of w = {1, 2; -3, 4} times data from 0 to 15 in steps of 0.3.
StageInput sums() {
  LinearOp op;
  op.in_features = op.out_features = 2;
  op.data_in = kData.type;
  op.weight_type = op.bias_type = {4, 0, true};
  op.weight = {1, -3, 2, 4};
  return sums_of(op, kData, {op.weight_type, op.weight, {1.0, 0.5}, true, {}}, {});
}

Result<StepLayer> layer_of(const test::ModelWriter& model, OnnxActivation activation) {
  const test::SplitModel split = test::split_of(model);
  return step_layer(split.stage(1), sums(), {{8, 4, true}, activation, {}}, split.program.graph());
}

test::ModelWriter quantized() {
  return test::one_product()
      .node("Add", {"m", "b"}, {"a"}, {}, "", "bias")
      .node("Quant", {"a", "odd", "z", "four"}, {"y"}, {{"narrow", 1}}, test::kQonnx, "q");
}

}  // namespace

TEST_CASE("sums have a range and a real value", "[onnx]") {
  const StageInput of = sums();
  CHECK(of.low == std::vector<std::int64_t>{-45, 0});
  CHECK(of.high == std::vector<std::int64_t>{15, 90});
  CHECK(of.gain == std::vector<double>{0.3, 0.15});
  CHECK(of.offset == std::vector<double>{0, 0});
  CHECK(of.rounding[0] > 0.0);
  CHECK(of.rounding[0] < 1e-12);
}

TEST_CASE("a quantizer becomes thresholds or a multiplication, with the same codes", "[onnx]") {
  const Result<StepLayer> thresholds = layer_of(quantized(), OnnxActivation::kThresholds);
  const Result<StepLayer> line = layer_of(quantized(), OnnxActivation::kRequantize);
  INFO(test::told(thresholds) << test::told(line));
  REQUIRE(thresholds);
  REQUIRE(line);
  REQUIRE(thresholds->threshold);
  CHECK_FALSE(thresholds->affine);
  REQUIRE(line->affine);
  CHECK_FALSE(line->threshold);
  CHECK(thresholds->grid.scale == static_cast<double>(0.3F));
  CHECK(thresholds->grid.low == -7);
  CHECK(thresholds->grid.high == 7);
  CHECK(thresholds->what == "bias, q");
  CHECK(thresholds->steps == 28);
  CHECK(line->clip == std::pair<std::int64_t, std::int64_t>(-7, 7));  // -8 is a code of the type

  const std::vector<std::int64_t> data = {-45, 0, -20, 45, 15, 90, -1, 1};
  std::vector<std::int64_t> counted(data.size()), multiplied(data.size());
  threshold(*thresholds->threshold, data, counted);
  affine(*line->affine, data, multiplied);
  for (std::int64_t& code : multiplied) code = std::clamp<std::int64_t>(code, -7, 7);
  CHECK(counted == multiplied);
  CHECK(counted == std::vector<std::int64_t>{-7, -4, -7, 7, 7, 7, 1, -4});
}

TEST_CASE("a step within the rounding of the file's sums is told", "[onnx]") {
  // Codes are sums of the data's own step, times 1 or a half: every tie of the second output is at a code.
  test::ModelWriter model = test::one_product();
  model.node("Quant", {"m", "odd", "z", "four"}, {"y"}, {{"narrow", 0}}, test::kQonnx);
  const test::SplitModel split = test::split_of(model);
  OnnxGrid same = kData;
  same.scale = static_cast<double>(0.3F);
  LinearOp op;
  op.in_features = op.out_features = 2;
  op.data_in = same.type;
  op.weight_type = op.bias_type = {4, 0, true};
  op.weight = {1, -3, 2, 4};
  const StageInput of = sums_of(op, same, {op.weight_type, op.weight, {1.0, 0.5}, true, {}}, {});
  const Result<StepLayer> layer = step_layer(split.stage(1), of, {}, split.program.graph());
  REQUIRE(layer);
  CHECK(layer->doubtful > 0);
  CHECK(layer->doubtful < layer->steps);
  CHECK(layer_of(quantized(), OnnxActivation::kThresholds)->doubtful == 0);
}

}  // namespace rtl4ml
