#include "sw/onnx/operator.hpp"

#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {

TEST_CASE("a call knows its node's attributes, and what they are by default", "[onnx]") {
  OnnxNode node{"", "Op", "n", {}, {}, {}};
  node.attributes = {{"i", std::int64_t{3}}, {"f", 0.5}, {"s", std::string("UP")}, {"l", std::vector<std::int64_t>{1}}};
  OnnxBudget budget;
  const OnnxTensor one = test::scalar(1);
  const std::vector<const OnnxTensor*> inputs = {&one, nullptr};
  const OnnxCall call{node, inputs, 13, "m.onnx", budget};
  CHECK(call.integer("i", 7) == 3);
  CHECK(call.integer("j", 7) == 7);
  CHECK(call.real("f", 1.0) == 0.5);
  CHECK(call.real("g", 1.0) == 1.0);
  CHECK(call.text("s", "DOWN") == "UP");
  CHECK(call.text("t", "DOWN") == "DOWN");
  CHECK(call.integers("l") == std::vector<std::int64_t>{1});
  CHECK(call.integers("m").empty());
  CHECK(call.has("i"));
  CHECK(call.optional(0) == &one);
  CHECK(call.optional(1) == nullptr);
  CHECK(call.optional(2) == nullptr);
}

TEST_CASE("a run makes no more than its budget", "[onnx]") {
  const OnnxNode node{"", "Op", "n", {}, {}, {}};
  OnnxBudget budget{10, 0};
  const OnnxCall call{node, {}, 13, "m.onnx", budget};
  CHECK(call.blank(DType::kFloat32, {2, 3}));
  CHECK(budget.elements == 4);
  test::check_refused(call.blank(DType::kFloat32, {5}), "onnx.too_large", "m.onnx: n: error[onnx.too_large]");
  test::check_refused(call.blank(DType::kFloat32, {1LL << 40, 1LL << 40}), "onnx.too_large", "shape");
  test::check_refused(call.blank(DType::kFloat32, {0, 1LL << 62}), "onnx.too_large", "shape");
  test::check_refused(call.blank(DType::kFloat32, OnnxShape(17, 1)), "onnx.shape", "17 dimensions");
  CHECK(call.blank(DType::kFloat32, {4}));
}

TEST_CASE("lists of whole numbers are integers only, and huge ones far away", "[onnx]") {
  std::vector<std::int64_t> numbers;
  CHECK_FALSE(whole_numbers(test::floats({1}, {1}), numbers));
  REQUIRE(whole_numbers(test::wholes({3}, {-1, 5, 9.3e18}), numbers));
  CHECK(numbers == std::vector<std::int64_t>{-1, 5, std::int64_t{1} << 53});
}

}  // namespace rtl4ml
