#include "sw/onnx/import_onnx.hpp"

#include <cmath>
#include <cstdlib>

#include "sw/data/accuracy.hpp"
#include "sw/data/dataset.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

constexpr FixedType kInput = {8, 4, true};

OnnxImportOptions with_input(const FixedType& type) {
  OnnxImportOptions options;
  options.input = type;
  return options;
}

Result<OnnxImport> imported(const test::ModelWriter& model, const OnnxImportOptions& options = with_input(kInput)) {
  Result<OnnxGraph> graph = parse_onnx(model.bytes(), "m.onnx");
  INFO(test::told(graph));
  REQUIRE(graph);
  return import_onnx(std::move(*graph), options);
}

double step_of(const FixedType& type) { return std::ldexp(1.0, -type.frac_width); }

/// The integer model and the graph itself, on vectors of codes: every output of every vector is the same number.
void check_equal_outputs(const OnnxGraph& graph, const OnnxImport& import, const std::vector<std::int64_t>& codes,
                         bool exactly = true) {
  constexpr double kRounding = 1e-9;
  const Result<OnnxProgram> program = OnnxProgram::prepare(graph);
  REQUIRE(program);
  const auto count = static_cast<std::int64_t>(codes.size()) / import.model.in_features();
  std::vector<double> x;
  for (const std::int64_t code : codes) x.push_back(static_cast<double>(code) * step_of(import.model.data_in()));
  const Result<std::vector<double>> expected = program->run_each(x, count);
  INFO(test::told(expected));
  REQUIRE(expected);
  std::vector<std::int64_t> outputs(static_cast<std::size_t>(count * import.model.out_features()));
  REQUIRE(evaluate(import.model, codes, outputs));
  REQUIRE(outputs.size() == expected->size());
  std::size_t differences = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const double value = static_cast<double>(outputs[i]) * step_of(import.model.data_out());
    const double real = import.output_scale * value + import.output_offset;
    // Codes of a step of 1e-3 and more: what is left is the rounding of (code - zero) * scale.
    const bool same =
        exactly ? value == (*expected)[i] : std::abs(real - (*expected)[i]) <= import.largest_deviation + kRounding;
    differences += same ? 0 : 1;
  }
  CHECK(differences == 0);
}

std::vector<std::int64_t> random_codes(Random& random, const QuantizedModel& model, std::int64_t vectors) {
  const FixedType& type = model.data_in();
  const auto span = static_cast<std::uint64_t>(type.max_code() - type.min_code() + 1);
  std::vector<std::int64_t> codes;
  for (std::int64_t i = 0; i < vectors * model.in_features(); ++i)
    codes.push_back(type.min_code() + static_cast<std::int64_t>(random.below(span)));
  return codes;
}

/// A random chain with scales of powers of two.
test::ModelWriter random_chain(Random& random) {
  test::ModelWriter model;
  const auto chance = [&] { return random.below(2) == 0; };
  model.floats("none", {}, {0}).floats("two", {}, {2});
  int count = 0;
  const auto quant = [&](const std::string& value, bool is_signed, bool narrow, const char* mode) {
    const std::string name = "q" + std::to_string(count++);
    model.floats(name + "s", {}, {std::ldexp(1.0, -static_cast<int>(random.below(5)))});
    model.floats(name + "w", {}, {static_cast<double>(2 + random.below(6))});
    model.node("Quant", {value, name + "s", "none", name + "w"}, {name},
               {{"signed", is_signed ? 1 : 0}, {"narrow", narrow ? 1 : 0}, {"rounding_mode", mode}}, test::kQonnx);
    return name;
  };
  std::int64_t features = 3;
  std::string value = "x";
  model.input("x", {1, 3});
  if (chance()) value = quant(value, chance(), false, "ROUND");
  const std::uint64_t layers = 1 + random.below(3);
  for (std::uint64_t layer = 0; layer < layers; ++layer) {
    const std::string id = std::to_string(layer);
    const std::int64_t out = 1 + static_cast<std::int64_t>(random.below(5));
    const bool gemm = chance();
    model.constant("w" + id, test::random_floats(random, gemm ? OnnxShape{out, features} : OnnxShape{features, out}));
    model.constant("b" + id, test::random_floats(random, {chance() ? out : 1}));
    std::string weight = "w" + id;
    switch (random.below(3)) {
      case 0:
        model.node("BipolarQuant", {weight, "two"}, {"bw" + id}, {}, test::kQonnx);
        weight = "bw" + id;
        break;
      case 1:
        break;
      default:
        weight = quant(weight, true, chance(), "CEIL");
    }
    const std::string bias = chance() ? "b" + id : quant("b" + id, true, false, "ROUND");
    if (gemm) {
      model.node("Gemm", {value, weight, bias}, {"g" + id}, {{"transB", 1}});
    } else {
      model.node("MatMul", {value, weight}, {"m" + id}).node("Add", {"m" + id, bias}, {"g" + id});
    }
    value = "g" + id;
    if (chance()) {
      model.node("Relu", {value}, {"r" + id});
      value = "r" + id;
    }
    const char* const modes[] = {"ROUND", "FLOOR", "DOWN", "HALF_UP"};
    if (layer + 1 < layers || chance()) value = quant(value, chance(), chance(), modes[random.below(4)]);
    features = out;
  }
  model.output(value);
  return model;
}

}  // namespace

TEST_CASE("an imported network equals its file on every vector", "[onnx]") {
  const std::uint64_t seed = test_seed(72);
  INFO("seed " << seed);
  for (std::uint64_t trial = 0; trial < 150; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const test::ModelWriter model = random_chain(random);
    const Result<OnnxImport> import = imported(model);
    INFO(test::told(import));
    REQUIRE(import);
    CHECK(import->network.layers.size() == import->model.layers.size());
    CHECK(import->left_to_host.empty());
    check_equal_outputs(parse_onnx(model.bytes(), "m.onnx").value(), *import, random_codes(random, import->model, 40));
  }
}

/// A random chain with scales of all kinds: for each output, zero points, batch norms, activations, bipolar values.
test::ModelWriter random_scaled_chain(Random& random) {
  test::ModelWriter model;
  const auto chance = [&] { return random.below(2) == 0; };
  const auto some = [&](std::int64_t count, double low, double high) {
    std::vector<double> values;
    for (std::int64_t i = 0; i < count; ++i) values.push_back(random.uniform(low, high));
    return values;
  };
  model.floats("none", {}, {0}).floats("one", {}, {1.0});
  int count = 0;
  std::int64_t features = 3;
  std::string value = "x";
  const auto fresh = [&] { return "v" + std::to_string(count++); };
  const auto constant = [&](const OnnxShape& shape, std::vector<double> values) {
    const std::string name = fresh();
    model.floats(name, shape, values);
    return name;
  };
  const auto step = [&](const std::string& op, const test::Names& others,
                        const std::vector<test::Attribute>& attributes, const char* domain = "") {
    const std::string name = fresh();
    test::Names inputs = {value};
    inputs.insert(inputs.end(), others.begin(), others.end());
    model.node(op, inputs, {name}, attributes, domain);
    value = name;
  };
  const char* const modes[] = {"ROUND", "CEIL", "FLOOR", "UP", "DOWN", "HALF_UP", "HALF_DOWN"};
  const auto quantize_data = [&] {
    if (random.below(4) == 0) return step("BipolarQuant", {constant({}, some(1, 0.1, 2.0))}, {}, test::kQonnx);
    const double width = static_cast<double>(1 + random.below(6));
    const bool is_signed = chance();
    const double zero = chance() || width < 3.0 ? 0.0 : static_cast<double>(random.below(3));
    step("Quant", {constant({}, some(1, 0.05, 0.7)), constant({}, {zero}), constant({}, {width})},
         {{"signed", is_signed ? 1 : 0},
          {"narrow", width > 1.0 && chance() ? 1 : 0},
          {"rounding_mode", modes[random.below(7)]}},
         test::kQonnx);
  };
  model.input("x", {1, 3});
  if (chance()) quantize_data();
  const std::uint64_t layers = 1 + random.below(3);
  for (std::uint64_t layer = 0; layer < layers; ++layer) {
    const std::int64_t out = 1 + static_cast<std::int64_t>(random.below(5));
    const std::string weight = constant({features, out}, some(features * out, -1.0, 1.0));
    const std::string quantized = fresh();
    if (random.below(3) == 0) {
      model.node("BipolarQuant", {weight, constant({}, some(1, 0.2, 1.0))}, {quantized}, {}, test::kQonnx);
    } else {
      const std::string scale = chance() ? constant({1, out}, some(out, 0.05, 0.4)) : constant({}, some(1, 0.05, 0.4));
      model.node("Quant", {weight, scale, "none", constant({}, {static_cast<double>(2 + random.below(4))})},
                 {quantized}, {{"signed", 1}, {"narrow", chance() ? 1 : 0}, {"rounding_mode", "ROUND"}}, test::kQonnx);
    }
    if (chance()) {
      step("MatMul", {quantized}, {});
    } else {
      step("Gemm", {quantized, constant({out}, some(out, -0.5, 0.5))}, {{"alpha", chance() ? 1.0 : 0.75}});
    }
    features = out;
    if (chance()) step("Add", {constant({out}, some(out, -1.0, 1.0))}, {});
    if (random.below(3) == 0) {
      step("BatchNormalization",
           {constant({out}, some(out, -2.0, 2.0)), constant({out}, some(out, -1.0, 1.0)),
            constant({out}, some(out, -1.0, 1.0)), constant({out}, some(out, 0.1, 2.0))},
           {});
    } else if (random.below(3) == 0) {
      step("Mul", {constant({1, out}, some(out, -2.0, 2.0))}, {});
    }
    if (layer + 1 == layers && chance()) break;
    switch (random.below(6)) {
      case 0:
        step("Relu", {}, {});
        break;
      case 1:
        step("LeakyRelu", {}, {{"alpha", 0.125}});
        break;
      case 2:
        step("Tanh", {}, {});
        break;
      case 3:
        step("PRelu", {constant({out}, some(out, 0.0, 0.5))}, {});
        break;
      default:
        break;
    }
    quantize_data();
    if (random.below(4) == 0) step("Mul", {constant({}, some(1, 0.5, 2.0))}, {});
    if (random.below(4) == 0) step("Add", {constant({}, some(1, -1.0, 1.0))}, {});
  }
  model.output(value);
  return model;
}

TEST_CASE("any scale, zero point, batch norm and monotone activation becomes the same integers", "[onnx]") {
  const std::uint64_t seed = test_seed(73);
  INFO("seed " << seed);
  int thresholds = 0, affines = 0;
  for (std::uint64_t trial = 0; trial < 150; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const test::ModelWriter model = random_scaled_chain(random);
    OnnxImportOptions options = with_input(kInput);
    options.activation = static_cast<OnnxActivation>(random.below(3));
    const Result<OnnxImport> import = imported(model, options);
    INFO(test::told(import));
    REQUIRE(import);
    for (const QuantizedLayer& layer : import->model.layers) {
      thresholds += std::holds_alternative<ThresholdOp>(layer.op) ? 1 : 0;
      affines += std::holds_alternative<AffineOp>(layer.op) ? 1 : 0;
    }
    CHECK(import->left_to_host.empty());
    CHECK(import->largest_deviation < 1e-3);
    check_equal_outputs(parse_onnx(model.bytes(), "m.onnx").value(), *import, random_codes(random, import->model, 40),
                        false);
  }
  CHECK(thresholds > 50);
  CHECK(affines > 20);
}

TEST_CASE("layers have types, parameters and names", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {-1, 1, 2})
      .output("y")
      .floats("w", {2, 1}, {0.5, -0.3})
      .floats("s", {}, {0.25})
      .floats("z", {}, {0});
  model.floats("four", {}, {4}).integers("flat", {2}, {-1, 2}).floats("b", {1}, {0.75});
  model.node("Reshape", {"x", "flat"}, {"r"});
  model.node("Quant", {"w", "s", "z", "four"}, {"wq"}, {{"narrow", 1}}, test::kQonnx);
  model.node("MatMul", {"r", "wq"}, {"m"}).node("Add", {"b", "m"}, {"a"});
  model.node("Quant", {"a", "s", "z", "four"}, {"q"}, {{"narrow", 1}}, test::kQonnx);
  model.node("Softmax", {"q"}, {"y"}, {}, "", "scores");
  const Result<OnnxImport> import = imported(model);
  INFO(test::told(import));
  REQUIRE(import);
  CHECK(import->left_to_host == std::vector<std::string>{"scores (Softmax)"});
  REQUIRE(import->model.layers.size() == 2);
  CHECK(import->model.layers[0].name == "fc1");
  const auto& linear = std::get<LinearOp>(import->model.layers[0].op);
  CHECK(linear.data_in == kInput);
  CHECK(linear.weight_type == FixedType{3, 2, true});
  CHECK(linear.weight == std::vector<std::int32_t>{2, -1});
  CHECK(linear.bias == std::vector<std::int64_t>{3});
  CHECK(linear.data_out == FixedType{4, 2, true});
  CHECK(import->model.layers[1].name == "clip1");
  CHECK(std::get<ClipOp>(import->model.layers[1].op).min_code == -7);
  CHECK(std::get<LinearLayer>(import->network.layers[0].kind).weight == std::vector<float>{0.5F, -0.25F});
  CHECK(std::get<ClipLayer>(import->network.layers[1].kind).max_value == 1.75);
}

TEST_CASE("what cannot be imported is refused by name", "[onnx]") {
  const auto base = [] {
    test::ModelWriter model;
    model.input("x", {1, 2}).output("y").floats("w", {2, 2}, {1, 2, 3, 4}).floats("s", {}, {0.25}).floats("z", {}, {0});
    model.floats("one", {}, {1}).floats("four", {}, {4}).floats("odd", {}, {0.3}).floats("b", {2}, {1, 2});
    return model;
  };
  const auto refused = [](const test::ModelWriter& model, const char* code, const char* text) {
    test::check_refused(imported(model), code, text);
  };
  refused(base().node("Softplus", {"x"}, {"y"}, {}, "", "a"), "onnx.unsupported", "a (Softplus)");
  refused(base().node("Transpose", {"x"}, {"t"}, {}, "", "a").node("Pow", {"t", "b"}, {"y"}, {}, "", "p"),
          "onnx.import", "a (Transpose), p (Pow)");
  refused(base().node("MatMul", {"x", "w"}, {"m"}).node("Add", {"m", "x"}, {"y"}, {}, "", "skip"), "onnx.chain", "x");
  refused(base().node("MatMul", {"x", "w"}, {"y"}).output("x"), "onnx.chain", "other outputs");
  refused(base().node("MatMul", {"x", "w"}, {"y"}).input("u", {1}), "onnx.chain", "has 2 inputs");
  refused(base().node("Reshape", {"x", "shape"}, {"y"}).integers("shape", {1}, {2}), "onnx.chain", "no MatMul or Gemm");
  refused(base().node("Relu", {"x"}, {"r"}).node("MatMul", {"r", "w"}, {"y"}), "onnx.import", "changes the input");
  refused(base().node("Softmax", {"x"}, {"p"}).node("MatMul", {"p", "w"}, {"y"}), "onnx.import", "left to the host");
  refused(base().node("Div", {"b", "x"}, {"d"}).node("MatMul", {"d", "w"}, {"y"}), "onnx.import", "divides by");
  refused(base().floats("c", {2, 1}, {1, 2}).node("Mul", {"x", "c"}, {"d"}).node("MatMul", {"d", "w"}, {"y"}),
          "onnx.import", "repeats its data");
  refused(base()
              .integers("shape", {3}, {1, 1, 2})
              .floats("v", {1, 3}, {1, 2, 3})
              .integers("tall", {2}, {2, 1})
              .node("Reshape", {"x", "tall"}, {"t"})
              .node("MatMul", {"t", "v"}, {"y"}, {}, "", "rows"),
          "onnx.import", "rows: error[onnx.import]: takes 2 elements as several vectors");
  const auto quantized = [&](const test::Names& inputs) {
    return base().node("MatMul", {"x", "w"}, {"m"}).node("Quant", inputs, {"y"}, {{"narrow", 0}}, test::kQonnx, "q");
  };
  refused(quantized({"m", "b", "z", "four"}), "onnx.scale",
          "q: error[onnx.scale]: has a scale or zero point per channel");
  refused(base()
              .floats("wide", {}, {40})
              .node("MatMul", {"x", "w"}, {"m"})
              .node("Quant", {"m", "s", "z", "wide"}, {"y"}, {{"narrow", 0}}, test::kQonnx),
          "onnx.width", "has 40 bits");
  refused(base()
              .floats("wide", {}, {16})
              .floats("tiny", {}, {0.003})
              .node("MatMul", {"x", "w"}, {"m"})
              .node("Mul", {"m", "odd"}, {"t"})
              .node("Quant", {"t", "tiny", "z", "wide"}, {"y"}, {{"narrow", 0}}, test::kQonnx),
          "onnx.levels", "at most 4096");
  refused(base().floats("fine", {2, 1}, {1, 0x1p-40}).node("MatMul", {"x", "fine"}, {"y"}), "onnx.width", "24 bits");
  test::check_refused(imported(base().floats("big", {2, 1}, {8388607, 1}).node("MatMul", {"x", "big"}, {"y"}),
                               with_input({16, 0, true})),
                      "onnx.width", "sums of 39 bits");
  // Between two products there has to be a grid: with odd weights there is none.
  const auto layers = [&] {
    return base()
        .node("Quant", {"w", "odd", "z", "four"}, {"wq"}, {{"narrow", 0}}, test::kQonnx)
        .node("MatMul", {"x", "wq"}, {"m"}, {}, "", "first");
  };
  refused(layers().node("MatMul", {"m", "w"}, {"y"}), "onnx.scale", "first: error[onnx.scale]: has no Quant between");
  refused(layers()
              .node("Quant", {"m", "s", "z", "four"}, {"q"}, {{"narrow", 0}}, test::kQonnx)
              .node("Mul", {"q", "b"}, {"y"}, {}, "", "uneven"),
          "onnx.import", "uneven: error[onnx.import]: leaves the grid");
  refused(layers()
              .node("BipolarQuant", {"m", "s"}, {"q"}, {}, test::kQonnx)
              .node("Relu", {"q"}, {"t"}, {}, "", "late")
              .node("MatMul", {"t", "w"}, {"y"}),
          "onnx.import", "late: error[onnx.import]: leaves the grid");
  refused(layers()
              .node("PRelu", {"m", "slope"}, {"p"})
              .floats("slope", {}, {-0.5})
              .node("Quant", {"p", "odd", "z", "four"}, {"y"}, {{"narrow", 0}}, test::kQonnx),
          "onnx.monotone", "first: error[onnx.monotone]");
  OnnxImportOptions hurried = with_input(kInput);
  hurried.budget.multiplications = 5000;
  test::check_refused(
      imported(layers().node("Quant", {"m", "odd", "z", "four"}, {"y"}, {{"narrow", 0}}, test::kQonnx), hurried),
      "onnx.too_large", "steps are too many");
}

TEST_CASE("the public jet tagger is imported exactly", "[onnx]") {
  if (std::getenv("RTL4ML_DATA") == nullptr) {
    WARN("RTL4ML_DATA is not set: the jet tagger is left out");
    return;
  }
  Result<OnnxGraph> graph = read_onnx(std::string(std::getenv("RTL4ML_DATA")) + "/qonnx/qkeras_jettagging.onnx");
  REQUIRE(graph);
  const Result<OnnxImport> import = import_onnx(*graph, with_input({16, 10, true}));
  INFO(test::told(import));
  REQUIRE(import);
  // The Softmax is left to the host: the graph without it.
  graph->outputs = {graph->nodes.back().inputs[0]};
  const Result<Dataset> jets = load_data("jets", "", Split::kTest, 0);
  REQUIRE(jets);
  check_equal_outputs(*graph, *import, quantize_inputs(import->model, jets->inputs));
}

TEST_CASE("the public binary network is imported exactly, pixels and all", "[onnx]") {
  if (std::getenv("RTL4ML_DATA") == nullptr) {
    WARN("RTL4ML_DATA is not set: the binary network is left out");
    return;
  }
  const Result<OnnxGraph> graph = read_onnx(std::string(std::getenv("RTL4ML_DATA")) + "/qonnx/TFC_1W1A.onnx");
  REQUIRE(graph);
  const Result<OnnxImport> import = import_onnx(*graph);
  INFO(test::told(import));
  REQUIRE(import);
  CHECK(import->largest_deviation == 0.0);
  const std::vector<std::string> names = {"threshold1", "fc1", "threshold2", "fc2",
                                          "threshold3", "fc3", "threshold4", "fc4"};
  REQUIRE(import->model.layers.size() == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) CHECK(import->model.layers[i].name == names[i]);
  for (const std::size_t fc : {1U, 3U, 5U, 7U}) {
    CHECK(std::get<LinearOp>(import->model.layers[fc].op).weight_type == FixedType{2, 0, true});
    CHECK(import->model.layers[fc].data_in() == FixedType{1, 0, false});
  }
  const Result<Dataset> images = load_data("mnist", "", Split::kTest, 0);
  REQUIRE(images);
  const Result<OnnxProgram> program = OnnxProgram::prepare(*graph);
  REQUIRE(program);
  const Result<std::vector<double>> file = program->run_each(images->inputs, images->count);
  REQUIRE(file);
  std::vector<std::int64_t> outputs(file->size());
  REQUIRE(evaluate(import->model, quantize_inputs(import->model, images->inputs), outputs));
  std::int64_t differences = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const double real = import->output_scale * static_cast<double>(outputs[i]) * step_of(import->model.data_out()) +
                        import->output_offset;
    differences += std::abs(real - (*file)[i]) < 1e-9 ? 0 : 1;
  }
  CHECK(differences == 0);
  CHECK(accuracy<std::int64_t>(outputs, images->labels) == Approx(0.9296).epsilon(1e-9));
}

}  // namespace rtl4ml
