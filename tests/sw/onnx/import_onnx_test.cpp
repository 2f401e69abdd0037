#include "sw/onnx/import_onnx.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "sw/data/accuracy.hpp"
#include "sw/data/dataset.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "tests/sw/onnx/outputs.hpp"
#include "tests/sw/onnx/random_chains.hpp"
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

/// The integer model's outputs are the file's; up to double's rounding of (code - zero) * scale where not `exactly`.
void check_same(const OnnxImport& import, const std::vector<std::int64_t>& codes, const std::vector<double>& expected,
                bool exactly) {
  constexpr double kRounding = 1e-9;
  const auto count = static_cast<std::int64_t>(codes.size()) / import.model.in_features();
  std::vector<std::int64_t> outputs(static_cast<std::size_t>(count * import.model.out_features()));
  REQUIRE(evaluate(import.model, codes, outputs));
  REQUIRE(outputs.size() == expected.size());
  std::size_t differences = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const double value = static_cast<double>(outputs[i]) * step_of(import.model.data_out());
    const double real = import.output_scale * value + import.output_offset;
    // Codes have steps of 1e-3 and more.
    const bool same =
        exactly ? value == expected[i] : std::abs(real - expected[i]) <= import.largest_deviation + kRounding;
    differences += same ? 0 : 1;
  }
  CHECK(differences == 0);
}

/// The integer model and the graph itself, on vectors of codes: every output of every vector is the same number.
void check_equal_outputs(const OnnxGraph& graph, const OnnxImport& import, const std::vector<std::int64_t>& codes,
                         bool exactly = true) {
  const auto count = static_cast<std::int64_t>(codes.size()) / import.model.in_features();
  check_same(import, codes, test::file_outputs(graph, import.model.data_in(), import.input, codes, count), exactly);
}

std::vector<std::int64_t> random_codes(Random& random, const QuantizedModel& model, std::int64_t vectors) {
  return test::random_codes(random, model.data_in(), vectors * model.in_features());
}

}  // namespace

TEST_CASE("an imported network equals its file on every vector", "[onnx]") {
  const std::uint64_t seed = test_seed(72);
  INFO("seed " << seed);
  for (std::uint64_t trial = 0; trial < 150; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const test::ModelWriter model = test::random_chain(random).finished();
    const Result<OnnxImport> import = imported(model);
    INFO(test::told(import));
    REQUIRE(import);
    CHECK(import->network.layers.size() == import->model.layers.size());
    CHECK(import->left_to_host.empty());
    check_equal_outputs(parse_onnx(model.bytes(), "m.onnx").value(), *import, random_codes(random, import->model, 40));
  }
}

TEST_CASE("any scale, zero point, batch norm and monotone activation becomes the same integers", "[onnx]") {
  const std::uint64_t seed = test_seed(73);
  INFO("seed " << seed);
  int thresholds = 0, affines = 0;
  for (std::uint64_t trial = 0; trial < 150; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const test::ModelWriter model = test::random_scaled_chain(random).finished();
    OnnxImportOptions options = with_input(kInput);
    options.activation = static_cast<OnnxActivation>(random.below(3));
    if (random.below(4) == 0) options.quantize_input = OnnxInputQuantizer::kHardware;
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

TEST_CASE("the host runs the input's quantizer, of any scale, zero point and range", "[onnx]") {
  const std::uint64_t seed = test_seed(74);
  INFO("seed " << seed);
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const auto chance = [&] { return random.below(2) == 0; };
    const double scale = chance() ? 0.25 : static_cast<double>(static_cast<float>(random.uniform(0.02, 0.5)));
    const double zero = chance() ? 0.0 : static_cast<double>(random.below(12));
    const bool is_signed = chance(), linear = chance();
    test::ModelWriter model;
    model.input("x", {1, 2}).output("y").floats("w", {2, 2}, {1, -2, 3, 1}).floats("s", {}, {scale});
    if (linear) {
      model.constant("z", {is_signed ? DType::kInt8 : DType::kUInt8, {}, {zero}});
      model.node("QuantizeLinear", {"x", "s", "z"}, {"c"}).node("DequantizeLinear", {"c", "s", "z"}, {"q"});
    } else {
      model.floats("z", {}, {zero}).floats("width", {}, {static_cast<double>(2 + random.below(7))});
      model.node("Quant", {"x", "s", "z", "width"}, {"q"},
                 {{"signed", is_signed ? 1 : 0}, {"narrow", chance() ? 1 : 0}}, test::kQonnx);
    }
    model.node("MatMul", {"q", "w"}, {"y"});
    const Result<OnnxImport> import = imported(model);
    INFO(test::told(import));
    REQUIRE(import);
    CHECK(import->model.data_in().width <= 9);
    CHECK(import->largest_deviation == 0.0);
    // Numbers between codes, ties, and beyond both ends.
    constexpr std::int64_t kVectors = 50;
    std::vector<double> x, values;
    for (std::int64_t i = 0; i < 2 * kVectors; ++i) {
      const double at = static_cast<double>(random.below(600)) / 2.0 - 150.0;
      x.push_back((chance() ? at : at + random.uniform(-0.5, 0.5)) * scale);
      values.push_back(import->input.value(x.back()));
    }
    check_same(*import, quantize_inputs(import->model, values),
               test::file_outputs(parse_onnx(model.bytes(), "m.onnx").value(), x, kVectors), false);
  }
}

TEST_CASE("an input's quantizer can be left to the hardware", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {1, 2}).output("y").floats("w", {2, 1}, {1, -2}).floats("s", {}, {0.3}).floats("z", {}, {1});
  model.floats("four", {}, {4}).node("Quant", {"x", "s", "z", "four"}, {"q"}, {{"narrow", 0}}, test::kQonnx, "first");
  model.node("MatMul", {"q", "w"}, {"y"});
  OnnxImportOptions options = with_input(kInput);
  const Result<OnnxImport> host = imported(model, options);
  REQUIRE(host);
  CHECK(host->model.data_in() == FixedType{4, 0, true});
  CHECK(host->input.scale == 0.3f);
  CHECK(host->input.zero == 1.0);
  CHECK(host->becomes.at("first") == "data_in");
  options.quantize_input = OnnxInputQuantizer::kHardware;
  const Result<OnnxImport> hardware = imported(model, options);
  REQUIRE(hardware);
  CHECK(hardware->model.data_in() == kInput);
  CHECK(hardware->input.is_plain());
  CHECK(hardware->becomes.at("first") == "affine1");
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
  refused(base().node("Erf", {"x"}, {"y"}, {}, "", "a"), "onnx.unsupported", "a (Erf)");
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
              .floats("wide", {}, {20})
              .floats("tiny", {}, {0.00001})
              .node("MatMul", {"x", "w"}, {"m"})
              .node("Mul", {"m", "odd"}, {"t"})
              .node("Quant", {"t", "tiny", "z", "wide"}, {"y"}, {{"narrow", 0}}, test::kQonnx),
          "onnx.levels", "at most 65536");
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

TEST_CASE("data of 16 bits of any scale are a multiplication, off by one code where none has all steps", "[onnx]") {
  // A scale of which 8 bits of weight are few codes, and one of which they are many.
  const auto import_of = [](double scale, double zero) {
    test::ModelWriter model;
    model.input("x", {1, 2}).output("y").floats("w", {2, 2}, {90, -27, 31, 101}).floats("one", {}, {1});
    model.floats("s", {}, {scale}).floats("z", {}, {zero}).floats("wide", {}, {16}).floats("half", {}, {0.01});
    model.node("MatMul", {"x", "w"}, {"m"}).node("Mul", {"m", "half"}, {"t"});
    model.node("Quant", {"t", "s", "z", "wide"}, {"q"}, {{"narrow", 0}}, test::kQonnx, "q");
    model.node("MatMul", {"q", "w"}, {"y"});
    return std::pair(imported(model, with_input({16, 8, true})), parse_onnx(model.bytes(), "m.onnx").value());
  };
  const std::uint64_t seed = test_seed(75);
  INFO("seed " << seed);
  Random random(seed);
  for (const double scale : {0.0123, 0.0047, 0.00391}) {
    INFO("scale " << scale);
    const auto [import, graph] = import_of(scale, 3.0);
    INFO(test::told(import));
    REQUIRE(import);
    const auto& line = std::get<AffineOp>(import->model.layers[1].op);
    const auto* const levels = std::get_if<ClipOp>(&import->model.layers[2].op);
    const std::int64_t least = levels == nullptr ? line.data_out.min_code() : levels->min_code;
    const std::int64_t most = levels == nullptr ? line.data_out.max_code() : levels->max_code;
    CHECK(most - least > 4095);
    const auto off_by_one = std::count_if(import->notes.begin(), import->notes.end(), [](const std::string& note) {
      return note.find("its code is off by one") != std::string::npos;
    });
    const std::vector<std::int64_t> codes = random_codes(random, import->model, 400);
    if (off_by_one == 0) check_equal_outputs(graph, *import, codes, false);
    CHECK(import->deviates_inside == (off_by_one > 0));
    // Every code of the inner layer is the file's or its neighbour.
    OnnxGraph inner = graph;
    inner.outputs = {"q"};
    const std::vector<double> file = test::file_outputs(inner, import->model.data_in(), import->input, codes, 400);
    const std::vector<std::vector<std::int64_t>> layers = evaluate_layers(import->model, codes);
    std::int64_t wrong = 0, different = 0;
    for (std::size_t i = 0; i < file.size(); ++i) {
      const auto code =
          static_cast<std::int64_t>(std::nearbyint(file[i] / static_cast<double>(static_cast<float>(scale)) + 3.0));
      const std::int64_t own = layers[levels == nullptr ? 1 : 2][i];
      different += own == code ? 0 : 1;
      wrong += std::abs(own - code) <= off_by_one ? 0 : 1;
    }
    CHECK(wrong == 0);
    CHECK(different <= 8);  // a step has hundreds of sums, of which one beside it may be off
  }
}

TEST_CASE("faults of all layers are told at once", "[onnx]") {
  test::ModelWriter model;
  model.input("x", {1, 2})
      .output("y")
      .floats("w", {2, 2}, {1, 0x1p-40, 3, 4})
      .floats("s", {}, {0.3})
      .floats("z", {}, {0});
  model.floats("four", {}, {4}).node("MatMul", {"x", "w"}, {"m"}, {}, "", "first");
  model.node("Quant", {"m", "s", "z", "four"}, {"q"}, {{"narrow", 0}}, test::kQonnx);
  model.node("MatMul", {"q", "w"}, {"n"}, {}, "", "second").node("Relu", {"n"}, {"r"});
  model.node("MatMul", {"r", "w"}, {"y"}, {}, "", "third");
  const Result<OnnxImport> import = imported(model);
  REQUIRE_FALSE(import);
  REQUIRE(import.error().size() == 2);  // behind the second one nothing is known
  CHECK(import.error()[0].place.find("first") != std::string::npos);
  CHECK(import.error()[1].place.find("second") != std::string::npos);
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
  CHECK(accuracy<std::int64_t>(outputs, images->labels, Answer::kScores) == Approx(0.9296).epsilon(1e-9));
}

}  // namespace rtl4ml
