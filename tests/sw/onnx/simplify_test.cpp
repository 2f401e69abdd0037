#include "sw/onnx/simplify.hpp"

#include <set>

#include "sw/onnx/read_onnx.hpp"
#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

using Axes = std::vector<std::int64_t>;

OnnxGraph graph_in(const test::ModelWriter& model) {
  Result<OnnxGraph> graph = parse_onnx(model.bytes(), "m.onnx");
  INFO(test::told(graph));
  REQUIRE(graph);
  return std::move(*graph);
}

OnnxGraph simplified(const test::ModelWriter& model) {
  Result<OnnxGraph> graph = simplify_onnx(graph_in(model));
  INFO(test::told(graph));
  REQUIRE(graph);
  return std::move(*graph);
}

std::string operators_of(const OnnxGraph& graph) {
  std::string text;
  for (const OnnxNode& node : graph.nodes) text += (text.empty() ? "" : " ") + node.op;
  return text;
}

/// Outputs of some random vectors.
std::vector<double> outputs_of(const OnnxGraph& graph, std::uint64_t seed) {
  const Result<OnnxProgram> program = OnnxProgram::prepare(graph);
  INFO(test::told(program));
  REQUIRE(program);
  constexpr std::int64_t kVectors = 5;
  Random random(seed);
  const OnnxTensor x = test::random_floats(random, {kVectors, program->input_features()});
  const Result<std::vector<double>> outputs = program->run_each(x.values, kVectors);
  INFO(test::told(outputs));
  REQUIRE(outputs);
  return *outputs;
}

/// A random network as exporters write them.
class RandomGraph {
 public:
  explicit RandomGraph(std::uint64_t seed) : random_(seed), model_(seed % 2 == 0 ? 13 : 15) {
    model_.floats("none", {}, {0}).floats("width", {}, {4}).floats("step", {}, {0.25}).integers("minus", {1}, {-1});
    model_.integers("front", {1}, {0}).integers("first", {}, {0}).constant("zp", {DType::kInt8, {}, {2}});
    const OnnxShape image = {chance() ? -1 : 1, 2, 3};
    model_.input("x", image);
    flatten();
    features_ = 6;
    for (std::uint64_t layer = 1 + random_.below(3); layer > 0; --layer) add_layer();
    model_.output(value_);
  }
  [[nodiscard]] const test::ModelWriter& model() const { return model_; }

 private:
  bool chance() { return random_.below(2) == 0; }
  std::string fresh(const std::string& word) { return word + std::to_string(count_++); }
  std::string node(const std::string& op, const test::Names& inputs,
                   const std::vector<test::Attribute>& attributes = {}, const std::string& domain = "") {
    const std::string output = fresh(op);
    model_.node(op, inputs, {output}, attributes, domain);
    return output;
  }

  void flatten() {
    value_ = "x";
    switch (random_.below(3)) {
      case 0: {  // PyTorch's x.view(x.shape[0], -1)
        const std::string batch = node("Gather", {node("Shape", {"x"}), "first"}, {{"axis", 0}});
        value_ = node("Reshape", {"x", node("Concat", {node("Unsqueeze", {batch, "front"}), "minus"}, {{"axis", 0}})});
        break;
      }
      case 1:
        value_ = node("Flatten", {node("Unsqueeze", {"x", "minus"})});
        break;
      default:
        model_.integers("one", {1}, {1});
        value_ = node("Slice", {node("Shape", {"x"}), "front", "one"});
        value_ = node("Reshape", {node("Transpose", {"x"}, {{"perm", Axes{0, 2, 1}}}),
                                  node("Concat", {value_, "minus"}, {{"axis", 0}})});
        break;
    }
  }

  /// [rows][columns] behind a quantizer.
  std::string weight(std::int64_t rows, std::int64_t columns) {
    const std::string name = fresh("w");
    const OnnxTensor values = test::random_floats(random_, {rows, columns});
    const std::string scales = fresh("scales");
    switch (random_.below(4)) {
      case 0:
        model_.constant(name, values);
        return node("BipolarQuant", {name, "step"}, {}, "onnx.brevitas");
      case 1: {
        const bool each = chance();
        model_.constant(name, values);
        model_.floats(scales, each ? OnnxShape{rows, 1} : OnnxShape{columns},
                      std::vector<double>(static_cast<std::size_t>(each ? rows : columns), 0.5));
        return node("Quant", {name, scales, "none", "width"}, {{"narrow", 1}}, test::kQonnx);
      }
      case 2: {  // whole numbers with a scale for each row or column
        const std::int64_t axis = chance() ? 0 : -1;
        OnnxTensor codes = values;
        codes.dtype = DType::kInt8;
        for (double& value : codes.values) value = std::trunc(value * 16);
        model_.constant(name, codes);
        const std::int64_t count = axis == 0 ? rows : columns;
        OnnxTensor scale = test::floats({count}, {});
        for (std::int64_t i = 0; i < count; ++i) scale.values.push_back(0.125 * static_cast<double>(i + 1));
        model_.constant(scales, scale);
        return node("DequantizeLinear", {name, scales}, {{"axis", axis}});
      }
      default:
        model_.constant(name, values);
        return node("DequantizeLinear", {node("QuantizeLinear", {name, "step", "zp"}), "step", "zp"});
    }
  }

  void add_layer() {
    const std::int64_t out = 1 + static_cast<std::int64_t>(random_.below(5));
    const std::string bias = fresh("b");
    model_.constant(bias, test::random_floats(random_, {out}));
    switch (random_.below(3)) {
      case 0:
        value_ = node("MatMul", {value_, node("Transpose", {weight(out, features_)}, {{"perm", Axes{1, 0}}})});
        value_ = node("Add", {value_, bias});
        break;
      case 1:
        value_ = node("MatMul", {value_, node("Identity", {weight(features_, out)})});
        break;
      default:
        value_ = node("Gemm", {value_, node("Transpose", {weight(features_, out)}), bias}, {{"transB", 1}});
        break;
    }
    features_ = out;
    if (chance()) value_ = node("Dropout", {value_});
    if (chance()) value_ = node("Mul", {value_, node("Sqrt", {node("Pow", {"width", "step"})})});
    if (chance()) value_ = node("Cast", {value_}, {{"to", 1}});
    value_ = node(chance() ? "Relu" : "Tanh", {value_});
    value_ = node("Quant", {value_, "step", "none", "width"}, {{"narrow", 0}}, test::kQonnx);
    if (chance()) value_ = node("Squeeze", {node("Unsqueeze", {value_, "minus"}), "minus"});
  }

  Random random_;
  test::ModelWriter model_;
  std::string value_;
  std::int64_t features_ = 0;
  int count_ = 0;
};

}  // namespace

TEST_CASE("what PyTorch adds is gone, weights keep their quantizers", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {-1, 2, 2}).output("y");
  model.floats("w", {2, 4}, {0.3, -0.6, 0.9, 0, 1, 2, 3, 4}).floats("s", {2, 1}, {0.5, 0.25}).floats("none", {}, {0});
  model.floats("width", {}, {4}).integers("first", {}, {0}).integers("minus", {1}, {-1}).integers("front", {1}, {0});
  model.node("Shape", {"x"}, {"shape"}).node("Gather", {"shape", "first"}, {"batch"}, {{"axis", 0}});
  model.node("Unsqueeze", {"batch", "front"}, {"batch1"}).node("Concat", {"batch1", "minus"}, {"flat"}, {{"axis", 0}});
  model.node("Reshape", {"x", "flat"}, {"rows"})
      .node("Identity", {"rows"}, {"same"})
      .node("Flatten", {"same"}, {"again"});
  model.node("Quant", {"w", "s", "none", "width"}, {"wq"}, {{"narrow", 0}}, test::kQonnx, "weights");
  model.node("Transpose", {"wq"}, {"wt"}, {{"perm", Axes{1, 0}}});
  model.node("MatMul", {"again", "wt"}, {"m"}).node("Dropout", {"m"}, {"y"});
  const OnnxGraph graph = simplified(model);
  CHECK(operators_of(graph) == "Reshape Quant MatMul");
  CHECK(graph.inputs[0].shape == OnnxShape{1, 2, 2});
  CHECK(graph.nodes[1].name == "weights");
  const OnnxTensor& turned = graph.constants.at(graph.nodes[1].inputs[0]);
  test::check_equal(turned, test::floats({4, 2}, {0.3F, 1, -0.6F, 2, 0.9F, 3, 0, 4}));
  test::check_equal(graph.constants.at(graph.nodes[1].inputs[1]), test::floats({1, 2}, {0.5, 0.25}));
  CHECK(graph.constants.size() == 5);  // those two, none, width, and the shape
  CHECK(graph.outputs == std::vector<std::string>{"m"});
  CHECK(outputs_of(graph, 1) == outputs_of(graph_in(model), 1));
}

TEST_CASE("a graph of nothing is its input", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {1, 3}).output("y").output("mask").node("Dropout", {"x"}, {"y", "mask"});
  const OnnxGraph graph = simplified(model);
  CHECK(graph.nodes.empty());
  CHECK(graph.outputs == std::vector<std::string>{"x", "mask"});
  CHECK(outputs_of(graph, 1) == outputs_of(graph_in(model), 1));
}

TEST_CASE("what cannot be run cannot be simplified", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {1, 3}).output("y").node("Conv", {"x"}, {"y"});
  test::check_refused(simplify_onnx(graph_in(model)), "onnx.unsupported", "Conv_0");
  test::ModelWriter open;
  open.input("x", {1, -1}).output("y").node("Relu", {"x"}, {"y"});
  test::check_refused(simplify_onnx(graph_in(open)), "onnx.input", "more than the batch is open");
}

TEST_CASE("simplified networks give the same outputs to the last bit", "[onnx]") {
  const std::uint64_t seed = test_seed(71);
  INFO("seed " << seed);
  const std::set<std::string> left = {"Reshape", "Transpose", "Quant", "BipolarQuant", "DequantizeLinear",
                                      "MatMul",  "Gemm",      "Add",   "Mul",          "Relu",
                                      "Tanh"};
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    INFO("trial " << trial);
    const RandomGraph random(seed + trial);
    const OnnxGraph before = graph_in(random.model());
    const OnnxGraph after = simplified(random.model());
    CHECK(outputs_of(after, seed) == outputs_of(before, seed));
    CHECK(after.nodes.size() < before.nodes.size());
    INFO(operators_of(after));
    for (const OnnxNode& node : after.nodes) {
      CHECK(left.contains(node.op));
      // Of data only: a weight's quantizer takes it in.
      if (node.op == "Transpose") CHECK(node.inputs[0] == "x");
    }
    CHECK(operators_of(simplify_onnx(after).value()) == operators_of(after));
  }
}

}  // namespace rtl4ml
