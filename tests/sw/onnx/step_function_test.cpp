#include "sw/onnx/step_function.hpp"

#include "tests/sw/onnx/chains.hpp"

namespace rtl4ml {

TEST_CASE("steps are run as the file runs them", "[onnx]") {
  test::ModelWriter model = test::one_product();
  model.node("Add", {"b", "m"}, {"a"}).node("Sub", {"s", "a"}, {"d"}).node("Relu", {"d"}, {"y"});
  const test::SplitModel split = test::split_of(model);
  const std::vector<OnnxStep>& steps = split.stage(1).after;
  const Result<std::vector<double>> made = run_onnx_steps(steps, {-3, 1}, 13, "m.onnx");
  INFO(test::told(made));
  REQUIRE(made);
  CHECK(*made == std::vector<double>{2.75, 0.5});  // 0.25 - (x + b), at least 0

  const Result<std::optional<FeatureLine>> line = line_of_steps(std::span(steps).first(2), 2, 13, "m.onnx");
  REQUIRE(line);
  REQUIRE(*line);
  CHECK((*line)->gain == std::vector<double>{-1, -1});
  CHECK((*line)->offset == std::vector<double>{-0.25, 1.5});
  CHECK_FALSE(line_of_steps(steps, 2, 13, "m.onnx").value());
  CHECK(is_onnx_line(steps[1]));
  CHECK_FALSE(is_onnx_line(steps[2]));
}

TEST_CASE("one number of many", "[onnx]") {
  CHECK(only_value({0.5, 0.5}) == 0.5);
  CHECK_FALSE(only_value({0.5, 0.6}));
  CHECK_FALSE(only_value({}));
}

TEST_CASE("a line that is another scale of the data", "[onnx]") {
  const auto common = [](const char* op, const std::vector<double>& constant) {
    const OnnxStep step{{"", op, "n", {"", ""}, {""}, {}},
                        {std::nullopt, test::floats({static_cast<std::int64_t>(constant.size())}, constant)},
                        0,
                        {2},
                        DType::kFloat32};
    return common_line_of_steps({&step, 1}, 2, 13, "m.onnx").value();
  };
  REQUIRE(common("Mul", {0.5, 0.5}));
  CHECK(common("Mul", {0.5, 0.5})->gain == 0.5);
  CHECK(common("Mul", {0.5, 0.5})->offset == 0.0);
  REQUIRE(common("Sub", {0.25}));
  CHECK(common("Sub", {0.25})->gain == 1.0);
  CHECK(common("Sub", {0.25})->offset == -0.25);
  CHECK_FALSE(common("Mul", {0.5, 0.25}));
  CHECK_FALSE(common("Mul", {-0.5}));
  CHECK_FALSE(common("Add", {0.5, 0.25}));
  CHECK_FALSE(common("PRelu", {0.5}));
}

TEST_CASE("faults of a step come through", "[onnx]") {
  test::ModelWriter model = test::one_product();
  model.node("Quant", {"m", "s", "z", "four"}, {"y"}, {{"narrow", 0}}, test::kQonnx, "q");
  test::SplitModel split = test::split_of(model);
  OnnxStep step = split.stage(1).after.front();
  step.constants[1]->values = {-1.0};
  const Result<std::vector<double>> made = run_onnx_steps({&step, 1}, {1, 2}, 13, "m.onnx");
  test::check_refused(made, "onnx.value", "q");
}

}  // namespace rtl4ml
