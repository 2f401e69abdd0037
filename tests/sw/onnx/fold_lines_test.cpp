#include "sw/onnx/fold_lines.hpp"

#include <cmath>

#include "sw/onnx/import_onnx.hpp"
#include "sw/onnx/step_function.hpp"
#include "tests/sw/onnx/chains.hpp"
#include "tests/sw/onnx/outputs.hpp"

namespace rtl4ml {
namespace {

OnnxChain folded(const test::ModelWriter& model) {
  const test::SplitModel split = test::split_of(model);
  Result<OnnxChain> chain = fold_feature_lines(split.chain, split.program.graph());
  INFO(test::told(chain));
  REQUIRE(chain);
  return std::move(*chain);
}

std::vector<std::string> ops_of(const OnnxStage& stage) {
  std::vector<std::string> ops;
  for (const OnnxStep& step : stage.after) ops.push_back(step.node.op);
  return ops;
}

/// x[1,2] -> Quant of the scales, zeros and 4 bits -> q; then what a test adds.
test::ModelWriter quantized(const std::vector<double>& scales, const std::vector<double>& zeros) {
  test::ModelWriter model = test::one_product();
  model.floats("scales", {2}, scales).floats("zeros", {static_cast<std::int64_t>(zeros.size())}, zeros);
  model.floats("gain", {2}, {0.5, -2}).floats("v", {2, 3}, {1, 2, 3, 4, 5, 6});
  model.node("Quant", {"m", "scales", "zeros", "four"}, {"q"}, {{"narrow", 0}}, test::kQonnx, "quant");
  return model;
}

}  // namespace

TEST_CASE("a quantizer with scales by feature is one without, between lines", "[onnx]") {
  const OnnxChain chain = folded(quantized({0.3, 0.7}, {1, 2}).node("MatMul", {"q", "v"}, {"y"}, {}, "", "fc2"));
  CHECK(ops_of(chain.stages[1]) == std::vector<std::string>{"Div", "Add", "Quant"});
  CHECK(chain.stages[1].after[2].constant(1)->values == std::vector<double>{1.0});
  CHECK(ops_of(chain.stages[2]) == std::vector<std::string>{"Add"});
  CHECK(chain.stages[2].folded == std::vector<std::string>{"quant", "quant"});
  // (code - zero) * scale * weight
  const std::vector<double> matrix = {0.3, 2 * 0.3, 3 * 0.3, 4 * 0.7, 5 * 0.7, 6 * 0.7};
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    CHECK(chain.stages[2].product->constant(1)->values[i] == Approx(matrix[i]));
    CHECK(chain.stages[2].after[0].constant(1)->values[i % 3] ==
          Approx(-0.3 * static_cast<double>(1 + i % 3) - 2 * 0.7 * static_cast<double>(4 + i % 3)));
  }
}

TEST_CASE("a line behind a quantizer goes into the matrix unless it is the same for all features", "[onnx]") {
  const OnnxChain own = folded(quantized({0.3, 0.3}, {0})
                                   .node("Mul", {"q", "gain"}, {"g"}, {}, "", "line")
                                   .node("Gemm", {"g", "v"}, {"y"}, {}, "", "fc2"));
  CHECK(ops_of(own.stages[1]) == std::vector<std::string>{"Quant"});
  CHECK(own.stages[2].folded == std::vector<std::string>{"line"});
  CHECK(own.stages[2].product->constant(1)->values == std::vector<double>{0.5, 1, 1.5, -8, -10, -12});
  CHECK(own.stages[2].after.empty());
  CHECK(own.stages[2].folded_magnitude.empty());
  const OnnxChain same = folded(quantized({0.3, 0.3}, {0})
                                    .node("Mul", {"q", "s"}, {"g"}, {}, "", "line")
                                    .node("MatMul", {"g", "v"}, {"y"}, {}, "", "fc2"));
  CHECK(ops_of(same.stages[1]) == std::vector<std::string>{"Quant", "Mul"});
  CHECK(same.stages[2].folded.empty());
}

TEST_CASE("what stays is as it was: no quantizer before it, or no product behind it", "[onnx]") {
  test::ModelWriter sums = test::one_product();
  sums.floats("gain", {2}, {0.5, -2}).floats("v", {2, 1}, {1, 2});
  const OnnxChain chain = folded(sums.node("Mul", {"m", "gain"}, {"g"}).node("MatMul", {"g", "v"}, {"y"}));
  CHECK(ops_of(chain.stages[1]) == std::vector<std::string>{"Mul"});
  const OnnxChain last = folded(quantized({0.3, 0.7}, {0}).node("Identity", {"q"}, {"y"}));
  CHECK(ops_of(last.stages[1]) == std::vector<std::string>{"Quant"});
}

/// A quantizer with scales, zero points or widths by feature and a batch norm or other lines, ahead of each of two
/// products.
test::ModelWriter random_lines(Random& random, bool powers) {
  test::ModelWriter model;
  int count = 0;
  const auto constant = [&](const OnnxShape& shape, std::int64_t values, double low, double high, bool power) {
    std::vector<double> numbers;
    for (std::int64_t i = 0; i < values; ++i) {
      numbers.push_back(power ? std::ldexp(1.0, -static_cast<int>(random.below(4))) : random.uniform(low, high));
    }
    const std::string name = "c" + std::to_string(count++);
    model.floats(name, shape, numbers);
    return name;
  };
  model.input("x", {1, 3}).output("y").floats("none", {}, {0}).floats("bits", {}, {4}).floats("half", {}, {0.5});
  std::string value = "x";
  std::int64_t features = 3;
  const auto step = [&](const char* op, test::Names inputs, const std::vector<test::Attribute>& attributes,
                        const char* domain = "") {
    inputs.insert(inputs.begin(), value);
    value = "v" + std::to_string(count++);
    model.node(op, inputs, {value}, attributes, domain);
  };
  const auto widths = [&] {
    std::vector<double> bits;
    for (std::int64_t i = 0; i < features; ++i) bits.push_back(static_cast<double>(2 + random.below(4)));
    const std::string name = "c" + std::to_string(count++);
    model.floats(name, {features}, bits);
    return name;
  };
  for (int layer = 0; layer < 2; ++layer) {
    if (random.below(4) == 0) {
      step("BipolarQuant", {constant({features}, features, 0.1, 2, powers)}, {}, test::kQonnx);
    } else {
      const bool zeros = !powers && random.below(2) == 0;
      step("Quant",
           {random.below(3) == 0 ? "half" : constant({features}, features, 0.05, 0.7, powers),
            zeros ? constant({features}, features, 0, 3, false) : "none", random.below(2) == 0 ? "bits" : widths()},
           {{"narrow", 0}, {"signed", 1}, {"rounding_mode", "ROUND"}}, test::kQonnx);
    }
    if (powers) {
      step("Mul", {constant({features}, features, 0, 0, true)}, {});
    } else if (random.below(3) == 0) {
      step("BatchNormalization",
           {constant({features}, features, -2, 2, false), constant({features}, features, -1, 1, false),
            constant({features}, features, -1, 1, false), constant({features}, features, 0.1, 2, false)},
           {});
    }
    const std::int64_t out = 2 + static_cast<std::int64_t>(random.below(4));
    const std::string weight = "w" + std::to_string(layer);
    model.node("Quant", {constant({features, out}, features * out, -1, 1, false), "half", "none", "bits"}, {weight},
               {{"narrow", 0}, {"signed", 1}, {"rounding_mode", "ROUND"}}, test::kQonnx);
    step("MatMul", {weight}, {});
    features = out;
  }
  model.node("Add", {value, constant({features}, features, 0, 0, true)}, {"y"});
  return model;
}

TEST_CASE("networks with lines by feature: exact where scales are powers of two, else as near as is told", "[onnx]") {
  const std::uint64_t seed = test_seed(91);
  INFO("seed " << seed);
  constexpr std::int64_t kVectors = 30;
  constexpr double kRounding = 1e-9;
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const bool powers = trial % 2 == 0;
    const test::ModelWriter model = random_lines(random, powers);
    const OnnxGraph graph = parse_onnx(model.bytes(), "m.onnx").value();
    OnnxImportOptions options;
    options.input = {8, 4, true};
    const Result<OnnxImport> import = import_onnx(graph, options);
    INFO(test::told(import));
    REQUIRE(import);
    const FixedType& type = import->model.data_in();
    const std::vector<std::int64_t> codes = test::random_codes(random, type, kVectors * import->model.in_features());
    const std::vector<double> expected = test::file_outputs(graph, type, import->input, codes, kVectors);
    std::vector<std::int64_t> outputs(expected.size());
    REQUIRE(evaluate(import->model, codes, outputs));
    const double unit = std::ldexp(1.0, -import->model.data_out().frac_width);
    std::size_t differences = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const double real = import->output_scale * static_cast<double>(outputs[i]) * unit + import->output_offset;
      const double away = std::abs(real - expected[i]);
      differences += powers ? away != 0.0 : away > import->largest_deviation + kRounding;
    }
    CHECK(differences == 0);
    CHECK(import->largest_deviation < 1e-2);
    if (powers) CHECK(import->largest_deviation == 0.0);
  }
}

}  // namespace rtl4ml
