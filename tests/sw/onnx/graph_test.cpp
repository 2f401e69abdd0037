#include "sw/onnx/graph.hpp"

#include "tests/sw/onnx/models.hpp"

namespace rtl4ml {
namespace {

OnnxNode relu_node(const std::string& name, const std::string& from, const std::string& to) {
  return {"", "Relu", name, {from}, {to}, {}};
}

OnnxGraph small_graph(std::vector<OnnxNode> nodes) {
  return {"m.onnx", "", {{"", 13}}, {{"x", DType::kFloat32, {1, 2}}}, {"y"}, {}, std::move(nodes)};
}

}  // namespace

TEST_CASE("nodes come after those they read, else in the file's order", "[onnx]") {
  const Result<OnnxGraph> graph = check_onnx_graph(small_graph(
      {relu_node("c", "b", "y"), relu_node("a", "x", "a"), relu_node("b", "a", "b"), relu_node("d", "x", "d")}));
  INFO(test::told(graph));
  REQUIRE(graph);
  std::string order;
  for (const OnnxNode& node : graph->nodes) order += node.name;
  CHECK(order == "abcd");
}

TEST_CASE("faults of a graph come all at once", "[onnx]") {
  const Result<OnnxGraph> graph = check_onnx_graph(small_graph(
      {relu_node("a", "b", "a"), relu_node("b", "a", "b"), relu_node("c", "nothing", "x"), relu_node("d", "x", "d")}));
  test::check_refused(graph, "onnx.cycle", "wait for themselves: a, b");
  test::check_refused(graph, "onnx.missing", "c: error[onnx.missing]: reads nothing, which nothing gives");
  test::check_refused(graph, "onnx.missing", "has the output y");
  test::check_refused(graph, "onnx.duplicate", "c: error[onnx.duplicate]: gives the value x");
  OnnxGraph empty = small_graph({});
  empty.outputs.clear();
  empty.opsets.clear();
  empty.inputs.push_back(empty.inputs.front());
  test::check_refused(check_onnx_graph(empty), "onnx.outputs", "no graph with an output");
  test::check_refused(check_onnx_graph(empty), "onnx.opset", "of version 0; 7 is the oldest");
  test::check_refused(check_onnx_graph(empty), "onnx.duplicate", "the input x twice");
}

TEST_CASE("what has no name is damage", "[onnx]") {
  const OnnxGraph whole = small_graph({relu_node("a", "x", "y")});
  REQUIRE(check_onnx_graph(whole));
  OnnxGraph tensor = whole;
  tensor.constants[""] = OnnxTensor{DType::kFloat32, {1}, {3}};
  test::check_refused(check_onnx_graph(tensor), "onnx.nameless", "m.onnx: error[onnx.nameless]");
  OnnxGraph constant = whole;
  constant.nodes.push_back({"", "Constant", "k", {}, {""}, {{"value_float", 0.5}}});
  test::check_refused(check_onnx_graph(constant), "onnx.nameless", "without a name");
  OnnxGraph input = whole;
  input.inputs.push_back({"", DType::kFloat32, {1}});
  test::check_refused(check_onnx_graph(input), "onnx.nameless", "without a name");
}

TEST_CASE("Constant nodes are constants", "[onnx]") {
  OnnxGraph graph = small_graph({relu_node("r", "x", "y")});
  const auto add = [&](const std::string& output, const std::string& attribute, const OnnxAttribute& value) {
    graph.nodes.push_back({"", "Constant", "k_" + output, {}, {output}, {{attribute, value}}});
  };
  add("tensor", "value", OnnxTensor{DType::kInt8, {2}, {3, 4}});
  add("real", "value_float", 0.5);
  add("whole", "value_int", std::int64_t{7});
  add("reals", "value_floats", std::vector<double>{1.5, 2.5});
  add("wholes", "value_ints", std::vector<std::int64_t>{1, 2, 3});
  const Result<OnnxGraph> checked = check_onnx_graph(graph);
  INFO(test::told(checked));
  REQUIRE(checked);
  CHECK(checked->nodes.size() == 1);
  CHECK(checked->constants.at("tensor").values == std::vector<double>{3, 4});
  CHECK(checked->constants.at("real").shape.empty());
  CHECK(checked->constants.at("whole").dtype == DType::kInt64);
  CHECK(checked->constants.at("reals").shape == OnnxShape{2});
  CHECK(checked->constants.at("wholes").values == std::vector<double>{1, 2, 3});
  add("text", "value_string", std::string("abc"));
  add("real", "value_float", 1.0);
  test::check_refused(check_onnx_graph(graph), "onnx.constant", "k_text: error[onnx.constant]");
  test::check_refused(check_onnx_graph(graph), "onnx.duplicate", "real, which has another source");
}

}  // namespace rtl4ml
