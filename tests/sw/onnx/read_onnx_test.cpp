#include "sw/onnx/read_onnx.hpp"

#include <cstdlib>

#include "tests/sw/onnx/models.hpp"

namespace rtl4ml {
namespace {

test::ModelWriter relu_model() {
  test::ModelWriter model;
  model.input("x", {1, 4}).output("y").node("Relu", {"x"}, {"y"});
  return model;
}

Result<OnnxGraph> read_model(const test::ModelWriter& model) { return parse_onnx(model.bytes(), "m.onnx"); }

}  // namespace

TEST_CASE("a model is read with its types, names and attributes", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {-1, 4}).input("w", {4, 2}).output("y");
  model.floats("w", {4, 2}, {1, 2, 3, 4, 5, 6, 7, 0.1});
  model.node("Gemm", {"x", "w", ""}, {"g"}, {{"alpha", 0.5}, {"transB", 1}}, "ai.onnx", "fc1");
  model.node("Odd", {"g"}, {"y"},
             {{"text", "abc"},
              {"ints", std::vector<std::int64_t>{1, -2}},
              {"reals", std::vector<double>{0.5}},
              {"tensor", OnnxTensor{DType::kInt8, {1}, {-3}}}},
             "qonnx.custom_op.general");
  const Result<OnnxGraph> graph = read_model(model);
  INFO(test::told(graph));
  REQUIRE(graph);
  CHECK(graph->producer == "test");
  CHECK(graph->opset() == 13);
  REQUIRE(graph->inputs.size() == 1);  // w is an initialiser
  CHECK(graph->inputs[0].shape == OnnxShape{OnnxInput::kAnySize, 4});
  CHECK(graph->outputs == std::vector<std::string>{"y"});
  CHECK(graph->constants.at("w").values.back() == static_cast<double>(0.1F));
  REQUIRE(graph->nodes.size() == 2);
  CHECK(graph->nodes[0].domain.empty());
  CHECK(graph->nodes[0].name == "fc1");
  CHECK(graph->nodes[0].inputs == std::vector<std::string>{"x", "w", ""});
  CHECK(std::get<double>(graph->nodes[0].attributes.at("alpha")) == 0.5);
  CHECK(std::get<std::int64_t>(graph->nodes[0].attributes.at("transB")) == 1);
  const OnnxNode& odd = graph->nodes[1];
  CHECK(odd.domain == "qonnx.custom_op.general");
  CHECK(odd.name == "Odd_1");
  CHECK(std::get<std::string>(odd.attributes.at("text")) == "abc");
  CHECK(std::get<std::vector<std::int64_t>>(odd.attributes.at("ints")) == std::vector<std::int64_t>{1, -2});
  CHECK(std::get<std::vector<double>>(odd.attributes.at("reals")) == std::vector<double>{0.5});
  CHECK(std::get<OnnxTensor>(odd.attributes.at("tensor")).values == std::vector<double>{-3});
}

TEST_CASE("every element type is read, typed and raw", "[onnx]") {
  test::ModelWriter model = relu_model();
  model.constant("f64", {DType::kFloat64, {1}, {0.1}}).constant("i8", {DType::kInt8, {2}, {-128, 127}});
  model.constant("u8", {DType::kUInt8, {1}, {255}}).constant("i16", {DType::kInt16, {1}, {-32768}});
  model.constant("i32", {DType::kInt32, {1}, {-7}}).constant("i64", {DType::kInt64, {1}, {9007199254740991}});
  model.constant("bool", {DType::kBool, {2}, {0, 1}}).constant("f16", {DType::kFloat16, {1}, {0x3800}});
  model.add(5, test::raw_tensor("r8", 3, {2}, "\xff\x01"));
  model.add(5, test::raw_tensor("r32", 6, {1}, std::string("\x01\x00\x00\x81", 4)));
  model.add(5, test::raw_tensor("r64", 7, {}, std::string("\xfe\xff\xff\xff\xff\xff\xff\xff", 8)));
  model.add(5, test::raw_tensor("rf64", 11, {1}, std::string("\0\0\0\0\0\0\xe0\x3f", 8)));
  model.add(5, test::raw_tensor("rb16", 16, {1}, std::string("\x80\x3f", 2)));
  model.add(5, test::raw_tensor("none", 1, {0}, ""));
  const Result<OnnxGraph> graph = read_model(model);
  INFO(test::told(graph));
  REQUIRE(graph);
  const auto values = [&](const char* name) { return graph->constants.at(name).values; };
  using Values = std::vector<double>;
  CHECK(values("f64") == Values{0.1});
  CHECK(values("i8") == Values{-128, 127});
  CHECK(values("u8") == Values{255});
  CHECK(values("i16") == Values{-32768});
  CHECK(values("i32") == Values{-7});
  CHECK(values("i64") == Values{9007199254740991});
  CHECK(values("bool") == Values{0, 1});
  CHECK(values("f16") == Values{0.5});
  CHECK(values("r8") == Values{-1, 1});
  CHECK(values("r32") == Values{-2130706431});  // a float would round it
  CHECK(values("r64") == Values{-2});
  CHECK(graph->constants.at("r64").shape.empty());
  CHECK(values("rf64") == Values{0.5});
  CHECK(values("rb16") == Values{1});
  CHECK(values("none").empty());
}

TEST_CASE("what is no ONNX model is refused, and every prefix of one", "[onnx]") {
  test::check_refused(parse_onnx("PK\x03\x04", "m.onnx"), "onnx.format", "is no ONNX model");
  test::check_refused(parse_onnx("", "m.onnx"), "onnx.outputs", "no graph");
  test::check_refused(read_onnx("no_such.onnx"), "file.missing", "no_such.onnx");
  const std::string whole = relu_model().bytes();
  REQUIRE(parse_onnx(whole, "m.onnx"));
  // The last field is the opset of another domain: a file without it is whole.
  const std::size_t without =
      whole.size() -
      test::text_field(8, test::text_field(1, "qonnx.custom_op.general") + test::number_field(2, 1)).size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size);
    CHECK(static_cast<bool>(parse_onnx(std::string_view(whole).substr(0, size), "m.onnx")) == (size == without));
  }
}

TEST_CASE("tensors that are not what they say are refused, all at once", "[onnx]") {
  test::ModelWriter model = relu_model();
  model.add(5, test::raw_tensor("huge", 1, {1LL << 62, 4}, ""));
  model.add(5, test::raw_tensor("negative", 1, {-1}, ""));
  model.add(5, test::raw_tensor("short", 1, {2}, "abcd"));
  model.add(5, test::raw_tensor("odd", 1, {1}, "abc"));
  model.add(5, test::raw_tensor("complex", 14, {1}, "12345678"));
  model.add(5, test::raw_tensor("deep", 3, OnnxShape(17, 1), "a"));
  model.add(5, test::number_field(2, 1) + test::text_field(8, "far") + test::number_field(14, 1));
  model.add(5, test::raw_tensor("nan", 1, {1}, std::string("\0\0\xc0\x7f", 4)));
  model.constant("wide", {DType::kInt8, {1}, {200}}).constant("bits", {DType::kFloat16, {1}, {1 << 20}});
  model.floats("few", {2}, {1}).floats("few", {1}, {1});
  model.add(15, "");
  const Result<OnnxGraph> graph = read_model(model);
  test::check_refused(graph, "onnx.shape", "huge: error[onnx.shape]: the shape [4611686018427387904, 4]");
  test::check_refused(graph, "onnx.shape", "[-1] is negative");
  test::check_refused(graph, "onnx.shape", "short: error[onnx.shape]: has the shape [2] of float32, but 4 bytes");
  test::check_refused(graph, "onnx.shape", "odd: error[onnx.shape]: has the shape [1] of float32, but 3 bytes");
  test::check_refused(graph, "onnx.shape", "deep: error[onnx.shape]: has 17 dimensions");
  test::check_refused(graph, "onnx.shape", "few: error[onnx.shape]: has the shape [2] of float32, but 1 elements");
  test::check_refused(graph, "onnx.dtype", "the element type 14");
  test::check_refused(graph, "onnx.external", "far: error[onnx.external]");
  test::check_refused(graph, "onnx.value", "nan: error[onnx.value]: holds a NaN");
  test::check_refused(graph, "onnx.value", "wide: error[onnx.value]");
  test::check_refused(graph, "onnx.value", "bits: error[onnx.value]");
  test::check_refused(graph, "onnx.duplicate", "few: error[onnx.duplicate]");
  test::check_refused(graph, "onnx.sparse", "1 sparse tensors");
}

TEST_CASE("inputs and attributes that are not understood are refused", "[onnx]") {
  test::ModelWriter model = relu_model();
  model.input("text", {1}, 8);
  model.add(11, test::text_field(1, "shapeless") + test::text_field(2, test::text_field(1, test::number_field(1, 1))));
  const std::string graph_attribute = test::text_field(1, "body") + test::number_field(20, 5);
  model.add(1, test::text_field(3, "loop") + test::text_field(4, "Loop") + test::text_field(5, graph_attribute));
  const std::string axis = test::text_field(5, test::Attribute("axis", 1).proto);
  model.add(1, test::text_field(3, "twice") + test::text_field(4, "Flatten") + axis + axis);
  const Result<OnnxGraph> graph = read_model(model);
  test::check_refused(graph, "onnx.dtype", "text: error[onnx.dtype]");
  test::check_refused(graph, "onnx.shape", "shapeless: error[onnx.shape]");
  test::check_refused(graph, "onnx.attribute", "loop: error[onnx.attribute]: has the attribute body of a kind");
  test::check_refused(graph, "onnx.attribute", "twice: error[onnx.attribute]: has the attribute axis twice");
}

TEST_CASE("a terminal never sees a hostile name as it is", "[onnx]") {
  test::ModelWriter model = relu_model();
  model.node("Relu", {"nothing\x1b[2J"}, {"z"}, {}, "", "red\x1b[31m");
  const Result<OnnxGraph> graph = read_model(model);
  REQUIRE_FALSE(graph);
  CHECK(to_string(graph.error()).find('\x1b') == std::string::npos);
}

TEST_CASE("public models are read", "[onnx]") {
  const char* const data = std::getenv("RTL4ML_DATA");
  if (data == nullptr) {
    WARN("RTL4ML_DATA is not set: public models are left out");
    return;
  }
  for (const char* name : {"/qonnx/qkeras_jettagging.onnx", "/qonnx/TFC_1W1A.onnx"}) {
    const Result<OnnxGraph> graph = read_onnx(std::string(data) + name);
    INFO(test::told(graph));
    REQUIRE(graph);
    CHECK(graph->inputs.size() == 1);
    CHECK(graph->outputs.size() == 1);
  }
}

}  // namespace rtl4ml
