#include "sw/model/quantized_model.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

const FixedType kS8 = {8, 3, true};

QuantizedModel small_model() {
  const LinearOp fc = {2,        3, kS8, kS8, kS8, kS8, Rounding::kHalfEven, Overflow::kSaturate, {8, 0, 0, 8, -8, -8},
                       {0, 1, 2}};
  QuantizedModel model;
  model.layers = {{"fc", 2, 3, fc}, {"relu", 3, 3, ReluOp{kS8, {4, 1, false}}}};
  return model;
}

}  // namespace

TEST_CASE("a model has the types and sizes of its ends", "[model]") {
  const QuantizedModel model = small_model();
  CHECK(model.in_features() == 2);
  CHECK(model.out_features() == 3);
  CHECK(model.data_in() == kS8);
  CHECK(model.data_out() == FixedType{4, 1, false});
}

TEST_CASE("evaluate_layers gives the outputs of every layer", "[model]") {
  const std::vector<std::int64_t> inputs = {4, -8, 127, 20};
  const std::vector<std::vector<std::int64_t>> outputs = evaluate_layers(small_model(), inputs);
  REQUIRE(outputs.size() == 2);
  CHECK(outputs[0] == std::vector<std::int64_t>{4, -7, 6, 127, 21, -128});
  CHECK(outputs[1] == std::vector<std::int64_t>{1, 0, 2, 15, 5, 0});  // 1.5 is a tie and goes to 2, 31.75 is 15 at most
}

TEST_CASE("evaluate gives the outputs of the last layer", "[model]") {
  const std::vector<std::int64_t> inputs = {4, -8, 127, 20};
  std::vector<std::int64_t> outputs(6);
  std::int64_t told = 0;
  CHECK(evaluate(small_model(), inputs, outputs, [&](std::int64_t done) {
    told = done;
    return true;
  }));
  CHECK(told == 2);
  CHECK(outputs == std::vector<std::int64_t>{1, 0, 2, 15, 5, 0});
  CHECK_FALSE(evaluate(small_model(), inputs, outputs, [](std::int64_t) { return false; }));
}

TEST_CASE("no vectors are no work", "[model]") {
  CHECK(evaluate(small_model(), {}, {}));
  CHECK(evaluate_layers(small_model(), {}).back().empty());
  CHECK(quantize_inputs(small_model(), {}).empty());
}

TEST_CASE("inputs are rounded to the even neighbour and saturated", "[model]") {
  const std::vector<double> values = {0.0625, 0.1875, -0.0625, 100.0, -100.0, 1.0};
  CHECK(quantize_inputs(small_model(), values) == std::vector<std::int64_t>{0, 2, 0, 127, -128, 8});
  const std::vector<std::int64_t> many = quantize_inputs(small_model(), std::vector<double>(200'000, 0.5));
  CHECK(many == std::vector<std::int64_t>(200'000, 4));
}

}  // namespace rtl4ml
