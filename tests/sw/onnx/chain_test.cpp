#include "sw/onnx/chain.hpp"

#include "tests/sw/onnx/chains.hpp"

namespace rtl4ml {

TEST_CASE("a chain is cut before each product", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {1, 1, 2}).output("y").floats("w", {2, 3}, {1, 2, 3, 4, 5, 6}).floats("v", {1, 3}, {1, 2, 3});
  model.floats("two", {}, {2}).floats("c", {1}, {0.5}).integers("flat", {2}, {1, 2});
  model.node("Mul", {"two", "x"}, {"h"}).node("Reshape", {"h", "flat"}, {"f"});
  model.node("MatMul", {"f", "w"}, {"m"}).node("Relu", {"m"}, {"r"});
  model.node("Gemm", {"r", "v", "c"}, {"g"}, {{"transB", 1}, {"alpha", 0.5}, {"beta", 3.0}}, "", "last");
  model.node("Softmax", {"g"}, {"y"}, {}, "", "scores");
  const test::SplitModel split = test::split_of(model);
  REQUIRE(split.chain.stages.size() == 3);
  CHECK_FALSE(split.stage(0).product);
  CHECK(split.stage(0).features == 2);
  REQUIRE(split.stage(0).after.size() == 1);
  CHECK(split.stage(0).after[0].data == 1);
  CHECK(split.stage(0).after[0].constant(0)->values == std::vector<double>{2});
  CHECK(split.stage(1).weight == "w");
  CHECK(split.stage(1).in_features == 2);
  CHECK(split.stage(1).features == 3);
  CHECK(split.stage(1).after.size() == 1);
  REQUIRE(split.stage(2).after.size() == 2);
  CHECK(split.stage(2).after[0].node.op == "Mul");
  CHECK(split.stage(2).after[0].constant(1)->values == std::vector<double>{0.5});
  CHECK(split.stage(2).after[1].node.op == "Add");
  CHECK(split.stage(2).after[1].constant(1)->values == std::vector<double>{1.5});
  REQUIRE(split.chain.behind.size() == 1);
  CHECK(split.chain.behind[0].node.name == "scores");
  CHECK(split.chain.behind[0].shape == OnnxShape{1, 1});
}

TEST_CASE("quantizers are known among the steps", "[onnx]") {
  test::ModelWriter model = test::one_product();
  model.node("Quant", {"m", "s", "z", "four"}, {"q"}, {{"narrow", 0}}, test::kQonnx).node("Relu", {"q"}, {"y"});
  const test::SplitModel split = test::split_of(model);
  REQUIRE(split.stage(1).after.size() == 2);
  CHECK(is_onnx_quantizer(split.stage(1).after[0]));
  CHECK_FALSE(is_onnx_quantizer(split.stage(1).after[1]));
}

TEST_CASE("what is no chain is refused", "[onnx]") {
  test::check_refused(test::split(test::one_product().node("Add", {"m", "m"}, {"y"})), "onnx.chain", "alone");
  test::ModelWriter left = test::one_product();
  left.integers("tall", {2}, {2, 1})
      .node("Reshape", {"m", "tall"}, {"t"})
      .node("MatMul", {"w", "t"}, {"y"}, {}, "", "left");
  test::check_refused(test::split(left), "onnx.import", "left: error[onnx.import]: is no product");
  test::check_refused(test::split(test::one_product().node("Transpose", {"m"}, {"y"}, {}, "", "turn")), "onnx.import",
                      "turn (Transpose)");
  test::ModelWriter empty;
  empty.input("x", {1, 2}).output("y").floats("w", {2, 0}, {}).node("MatMul", {"x", "w"}, {"y"}, {}, "", "none");
  test::check_refused(test::split(empty), "onnx.import", "none: error[onnx.import]: is no product");
}

}  // namespace rtl4ml
