#include "sw/onnx/execute.hpp"

#include <cstdlib>

#include "sw/data/accuracy.hpp"
#include "sw/data/dataset.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

Result<OnnxProgram> program_of(const test::ModelWriter& model) {
  Result<OnnxGraph> graph = parse_onnx(model.bytes(), "m.onnx");
  if (!graph) return faults(graph.error());
  return OnnxProgram::prepare(std::move(*graph));
}

/// Two layers with weights behind Quant, and a shape that is computed as PyTorch exports it.
test::ModelWriter exported_model() {
  test::ModelWriter model;
  model.input("x", {-1, 2, 2}).output("y");
  model.floats("w", {2, 4}, {0.3, -0.6, 0.9, 0, 1, 2, 3, 4}).floats("half", {}, {0.5}).floats("none", {}, {0});
  model.floats("width", {}, {4}).integers("zero", {}, {0}).integers("minus", {1}, {-1}).integers("front", {1}, {0});
  model.node("Shape", {"x"}, {"shape"}).node("Gather", {"shape", "zero"}, {"batch"}, {{"axis", 0}});
  model.node("Unsqueeze", {"batch", "front"}, {"batch1"}).node("Concat", {"batch1", "minus"}, {"flat"}, {{"axis", 0}});
  model.node("Reshape", {"x", "flat"}, {"rows"});
  model.node("Quant", {"w", "half", "none", "width"}, {"wq"}, {{"narrow", 0}}, "onnx.brevitas");
  model.node("Transpose", {"wq"}, {"wt"}, {{"perm", std::vector<std::int64_t>{1, 0}}});
  model.node("MatMul", {"rows", "wt"}, {"y"});
  return model;
}

}  // namespace

TEST_CASE("a graph runs as it stands, for one vector and for many", "[onnx]") {
  const Result<OnnxProgram> program = program_of(exported_model());
  INFO(test::told(program));
  REQUIRE(program);
  CHECK(program->input_features() == 4);
  // w in steps of 0.5: 0.3 is 0.5, -0.6 is -0.5, 0.9 is 1; 4 is saturated to 3.5.
  const OnnxTensor x = test::floats({2, 2, 2}, {1, 0, 0, 1, 2, 1, 1, 0});
  const Result<std::vector<OnnxTensor>> y = program->run(std::vector{x});
  INFO(test::told(y));
  REQUIRE(y);
  test::check_equal(y->front(), test::floats({2, 2}, {0.5, 4.5, 1.5, 7}));
  const Result<std::vector<double>> each = program->run_each(x.values, 2);
  REQUIRE(each);
  CHECK(*each == y->front().values);
  REQUIRE(program->constant("wt") != nullptr);
  CHECK(program->constant("wt")->shape == OnnxShape{4, 2});
  CHECK(program->constant("rows") == nullptr);
  CHECK(program->constant("no such value") == nullptr);
}

TEST_CASE("types and shapes of all values are found", "[onnx]") {
  const Result<OnnxProgram> program = program_of(exported_model());
  REQUIRE(program);
  const Result<std::map<std::string, OnnxTensor>> traced = program->trace();
  INFO(test::told(traced));
  REQUIRE(traced);
  CHECK(traced->at("x").shape == OnnxShape{1, 2, 2});
  CHECK(traced->at("rows").shape == OnnxShape{1, 4});
  CHECK(traced->at("rows").values.empty());
  CHECK(to_string(traced->at("shape").dtype) == "int64");
  CHECK(traced->at("wq").values[0] == 0.5);
  CHECK(traced->at("y").shape == OnnxShape{1, 2});
}

TEST_CASE("inputs that the graph does not take are refused", "[onnx]") {
  const Result<OnnxProgram> program = program_of(exported_model());
  REQUIRE(program);
  test::check_refused(program->run({}), "onnx.input", "takes 1 inputs, not 0");
  test::check_refused(program->run(std::vector{test::floats({2, 4}, std::vector<double>(8))}), "onnx.input",
                      "takes float32 of shape [-1, 2, 2], not float32 of shape [2, 4]");
  test::check_refused(program->run(std::vector{test::wholes({1, 2, 2}, {1, 2, 3, 4})}), "onnx.input", "not int64");
  test::check_refused(program->run_each(std::vector<double>(5), 1), "onnx.input", "5 elements for 1 vectors");
  test::ModelWriter open;
  open.input("x", {-1, -1}).output("y").node("Relu", {"x"}, {"y"});
  const Result<OnnxProgram> relu = program_of(open);
  REQUIRE(relu);
  CHECK(relu->input_features() == 0);
  test::check_refused(relu->trace(), "onnx.input", "more than the batch is open");
}

TEST_CASE("faults in constants come all at once, and before any run", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {1}).output("y").floats("a", {2}, {1, 2}).floats("b", {3}, {1, 2, 3});
  model.node("Add", {"a", "b"}, {"c"}, {}, "", "first").node("MatMul", {"b", "a"}, {"d"}, {}, "", "second");
  model.node("Add", {"c", "x"}, {"y"}, {}, "", "follows");
  const Result<OnnxProgram> program = program_of(model);
  test::check_refused(program, "onnx.shape", "m.onnx: first: error");
  test::check_refused(program, "onnx.shape", "m.onnx: second: error");
  CHECK(program.error().size() == 2);
}

TEST_CASE("an output that the operator does not give is refused", "[onnx]") {
  const OnnxTensor x = test::floats({1, 1}, {1});
  const OnnxTensor one = test::floats({1}, {1});
  test::check_refused(test::run_node("BatchNormalization", {x, one, one, one, one}, {.outputs = 2}), "onnx.attribute",
                      "is training");
  CHECK(test::run_node("TopK", {one, test::wholes({1}, {1})}, {.outputs = 2}));
  test::check_refused(test::run_node("Relu", {one}, {.outputs = 2}), "onnx.inputs", "2 outputs");
}

TEST_CASE("tensors that double with every node end the run, not the machine", "[onnx]") {
  test::ModelWriter model;
  model.input("x0", {1, 1 << 20}).output("x9");
  for (int i = 0; i < 9; ++i) {
    const std::string from = "x" + std::to_string(i);
    model.node("Concat", {from, from}, {"x" + std::to_string(i + 1)}, {{"axis", 0}});
  }
  const Result<OnnxProgram> program = program_of(model);
  INFO(test::told(program));
  REQUIRE(program);
  test::check_refused(program->trace({std::int64_t{1} << 22, 0}), "onnx.too_large", "Concat_1");
}

TEST_CASE("the first of many vectors that fails is told", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {1, 1}).output("y").node("Cast", {"x"}, {"y"}, {{"to", 3}});
  const Result<OnnxProgram> program = program_of(model);
  REQUIRE(program);
  std::vector<double> x(1000, 0.0);
  x[400] = 500;
  x[900] = 900;
  test::check_refused(program->run_each(x, 1000), "onnx.value", "gives 500");
}

TEST_CASE("public models reach the accuracy that was measured elsewhere", "[onnx]") {
  if (std::getenv("RTL4ML_DATA") == nullptr) {
    WARN("RTL4ML_DATA is not set: public models are left out");
    return;
  }
  const std::string data = std::getenv("RTL4ML_DATA");
  const auto measured = [&](const std::string& file, const std::string& set) {
    Result<OnnxGraph> graph = read_onnx(data + "/qonnx/" + file);
    REQUIRE(graph);
    const Result<OnnxProgram> program = OnnxProgram::prepare(std::move(*graph));
    INFO(test::told(program));
    REQUIRE(program);
    const Result<Dataset> vectors = load_data(set, "", Split::kTest, 0);
    INFO(test::told(vectors));
    REQUIRE(vectors);
    const Result<std::vector<double>> outputs = program->run_each(vectors->inputs, vectors->count);
    INFO(test::told(outputs));
    REQUIRE(outputs);
    return accuracy<double>(*outputs, vectors->labels, Answer::kScores);
  };
  CHECK(measured("qkeras_jettagging.onnx", "jets") == Approx(0.774).epsilon(1e-9));
  CHECK(measured("TFC_1W1A.onnx", "mnist") == Approx(0.9296).epsilon(1e-9));
}

}  // namespace rtl4ml
