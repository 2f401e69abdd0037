#include "sw/onnx/class_answer.hpp"

#include <algorithm>
#include <cmath>

#include "sw/onnx/import_onnx.hpp"
#include "tests/sw/onnx/chains.hpp"
#include "tests/sw/onnx/outputs.hpp"
#include "tests/sw/onnx/random_chains.hpp"

namespace rtl4ml {
namespace {

OnnxImportOptions with_classes() {
  OnnxImportOptions options;
  options.input = {8, 4, true};
  options.classes = true;
  return options;
}

OnnxGraph graph_of(const test::ModelWriter& model) {
  Result<OnnxGraph> graph = parse_onnx(model.bytes(), "m.onnx");
  INFO(test::told(graph));
  REQUIRE(graph);
  return std::move(*graph);
}

Result<OnnxImport> class_import(const test::ModelWriter& model, const OnnxImportOptions& options = with_classes()) {
  return import_onnx(graph_of(model), options);
}

/// Whether the nodes behind the scores leave the choice as it is: the message, or what rounds.
Result<std::string> answer(const test::ModelWriter& model, const OnnxScores& scores) {
  const test::SplitModel split = test::split_of(model);
  std::vector<OnnxStep> behind = split.stage(1).after;
  behind.insert(behind.end(), split.chain.behind.begin(), split.chain.behind.end());
  return check_class_answer(behind, scores, split.program.graph());
}

constexpr OnnxScores kScores = {2, -4.0, 3.75, 0.25};

}  // namespace

TEST_CASE("the class is the file's own choice, ties and all", "[onnx]") {
  const std::uint64_t seed = test_seed(81);
  INFO("seed " << seed);
  constexpr std::int64_t kVectors = 60;
  std::int64_t ties = 0;
  for (std::uint64_t trial = 0; trial < 120; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const test::RandomChain chain = test::random_chain(random, 2);
    // The file ends in its scores, or in a Softmax, a choice, or both.
    test::ModelWriter model = chain.model;
    std::string value = chain.value;
    if (random.below(2) == 0) {
      model.node("Softmax", {value}, {"p"}, {{"axis", random.below(2) == 0 ? 1 : -1}});
      value = "p";
    }
    const std::uint64_t choice = random.below(3);
    if (choice == 0) {
      model.node("ArgMax", {value}, {"y"}, {{"axis", 1}, {"keepdims", random.below(2) == 0 ? 1 : 0}}).output("y");
    } else if (choice == 1) {
      model.integers("k", {1}, {1}).node("TopK", {value, "k"}, {"best", "y"}, {{"axis", -1}}).output("y");
    } else {
      model.output(value);
    }
    const Result<OnnxImport> import = class_import(model);
    INFO(test::told(import));
    REQUIRE(import);
    CHECK(import->model.answers_class());
    CHECK(import->network.answers_class());
    CHECK(import->left_to_host.empty());
    CHECK(import->largest_deviation == 0.0);
    const FixedType& type = import->model.data_in();
    const std::vector<std::int64_t> codes = test::random_codes(random, type, kVectors * import->model.in_features());
    std::vector<std::int64_t> classes(kVectors);
    REQUIRE(evaluate(import->model, codes, classes));
    const std::vector<double> scores =
        test::file_outputs(graph_of(chain.finished()), type, import->input, codes, kVectors);
    const std::vector<double> own = test::file_outputs(graph_of(model), type, import->input, codes, kVectors);
    std::int64_t differences = 0;
    for (std::int64_t v = 0; v < kVectors; ++v) {
      const auto first = scores.begin() + v * chain.features, last = first + chain.features;
      const auto best = std::max_element(first, last);
      ties += std::count(first, last, *best) > 1 ? 1 : 0;
      differences += classes[static_cast<std::size_t>(v)] == best - first ? 0 : 1;
      if (choice < 2)
        differences +=
            own[static_cast<std::size_t>(v)] == static_cast<double>(classes[static_cast<std::size_t>(v)]) ? 0 : 1;
    }
    CHECK(differences == 0);
  }
  CHECK(ties > 500);
}

TEST_CASE("of any scales the class has the largest score, up to the deviation that is told", "[onnx]") {
  const std::uint64_t seed = test_seed(82);
  INFO("seed " << seed);
  constexpr std::int64_t kVectors = 40;
  constexpr double kRounding = 1e-9;
  for (std::uint64_t trial = 0; trial < 120; ++trial) {
    INFO("trial " << trial);
    Random random(seed, trial);
    const test::RandomChain chain = test::random_scaled_chain(random, 2);
    const Result<OnnxImport> import = class_import(chain.finished());
    INFO(test::told(import));
    REQUIRE(import);
    const FixedType& type = import->model.data_in();
    const std::vector<std::int64_t> codes = test::random_codes(random, type, kVectors * import->model.in_features());
    std::vector<std::int64_t> classes(kVectors);
    REQUIRE(evaluate(import->model, codes, classes));
    const std::vector<double> scores =
        test::file_outputs(graph_of(chain.finished()), type, import->input, codes, kVectors);
    std::int64_t worse = 0;
    for (std::int64_t v = 0; v < kVectors; ++v) {
      const auto first = scores.begin() + v * chain.features;
      const double best = *std::max_element(first, first + chain.features);
      const double chosen = first[classes[static_cast<std::size_t>(v)]];
      worse += best - chosen > 2.0 * import->largest_deviation + kRounding ? 1 : 0;
    }
    CHECK(worse == 0);
  }
}

TEST_CASE("a negative factor of all scores does not choose the smallest", "[onnx]") {
  // Weights of 4 bits down to -8, whose opposite takes a bit more; sums of a few values have ties.
  test::ModelWriter model;
  model.input("x", {1, 2}).output("y").floats("w", {2, 3}, {-8, 7, 1, 2, -8, 2}).floats("s", {}, {1});
  model.floats("z", {}, {0}).floats("four", {}, {4}).floats("c", {3}, {-0.5, -0.5, -0.5}).floats("b", {3}, {1, 2, 3});
  model.node("Quant", {"w", "s", "z", "four"}, {"wq"}, {{"narrow", 0}}, test::kQonnx);
  model.node("MatMul", {"x", "wq"}, {"m"}).node("Mul", {"m", "c"}, {"n"}).node("Add", {"n", "b"}, {"scores"});
  model.node("ArgMax", {"scores"}, {"y"}, {{"axis", 1}}, "", "choice");
  OnnxImportOptions options = with_classes();
  options.input = {3, 0, true};
  const Result<OnnxImport> import = class_import(model, options);
  INFO(test::told(import));
  REQUIRE(import);
  REQUIRE(import->model.layers.size() == 2);
  CHECK(std::get<LinearOp>(import->model.layers[0].op).weight == std::vector<std::int32_t>{8, -2, -7, 8, -1, -2});
  CHECK(std::get<LinearOp>(import->model.layers[0].op).weight_type == FixedType{5, 0, true});
  CHECK(import->model.layers[1].name == "argmax1");
  CHECK(import->becomes.at("choice") == "argmax1");
  std::vector<std::int64_t> codes;
  for (std::int64_t a = -4; a < 4; ++a) {
    for (std::int64_t b = -4; b < 4; ++b) codes.insert(codes.end(), {a, b});
  }
  std::vector<std::int64_t> classes(64);
  REQUIRE(evaluate(import->model, codes, classes));
  const std::vector<double> own = test::file_outputs(graph_of(model), options.input, import->input, codes, 64);
  CHECK(std::equal(classes.begin(), classes.end(), own.begin(), own.end()));
}

TEST_CASE("what rises throughout leaves the class as it is", "[onnx]") {
  const auto rising = [](const char* op, const std::vector<test::Attribute>& attributes = {}) {
    return test::one_product().node(op, {"m"}, {"y"}, attributes, "", "last");
  };
  CHECK(answer(rising("Sigmoid"), kScores).value().empty());
  CHECK(answer(rising("Tanh"), kScores).value().empty());
  CHECK(answer(rising("Softmax"), kScores).value().empty());
  CHECK(answer(rising("LogSoftmax"), kScores).value().empty());
  for (const char* op : {"Elu", "Selu", "Softplus", "Softsign"}) CHECK(answer(rising(op), kScores).value().empty());
  CHECK(answer(rising("LeakyRelu", {{"alpha", 0.1}}), kScores).value().empty());
  CHECK(answer(test::one_product().node("Tanh", {"m"}, {"t"}).node("Mul", {"t", "s"}, {"y"}), kScores).value().empty());
  // Where scores are far from zero, a Sigmoid gives the same number for several.
  CHECK(answer(rising("Sigmoid"), {2, -64.0, 63.75, 0.25}).value() == "last");
  CHECK(answer(rising("Tanh"), {2, -64.0, 1.0, 0.25}).value() == "last");
  CHECK(answer(rising("Softmax"), {2, 0.0, 0x1p-50, 0x1p-60}).value() == "last");
  CHECK(answer(rising("LogSoftmax"), {2, 0.0, 0x1p-50, 0x1.8p-49}).value() == "last");
  CHECK(answer(rising("Softmax"), {2, 0.0, 0x1p-48, 0x1.4p-49}).value().empty());
  CHECK(answer(rising("LogSoftmax"), {2, 0.0, 0x1p-48, 0x1.4p-49}).value() == "last");  // beside numbers up to log(2)
}

TEST_CASE("nodes that choose otherwise are refused, all at once", "[onnx]") {
  const auto refused = [](const test::ModelWriter& model, const char* text, const OnnxScores& scores = kScores) {
    test::check_refused(answer(model, scores), "onnx.class", text);
  };
  const auto last = [](const char* op, const std::vector<test::Attribute>& attributes) {
    return test::one_product().node(op, {"m"}, {"y"}, attributes, "", "last");
  };
  refused(last("ArgMax", {{"axis", 1}, {"select_last_index", 1}}), "last: error[onnx.class]: takes the last of equal");
  refused(last("ArgMax", {{"axis", 0}}), "is not over all scores");
  refused(last("ArgMax", {}), "is not over all scores");
  refused(last("Softmax", {{"axis", 0}}), "is not over all scores");
  refused(last("Relu", {}), "makes scores equal that are not");
  refused(last("LeakyRelu", {{"alpha", -0.5}}), "does not rise throughout");
  refused(last("HardSigmoid", {}), "makes scores equal that are not");
  const auto topk = [](double count, const std::vector<test::Attribute>& attributes) {
    return test::one_product().integers("k", {1}, {count}).node("TopK", {"m", "k"}, {"v", "y"}, attributes);
  };
  CHECK(answer(topk(1, {}), kScores).value().empty());
  refused(topk(2, {}), "more than the first score");
  refused(topk(1, {{"largest", 0}}), "the smallest score");
  refused(topk(1, {{"axis", 0}}), "not over all scores");
  refused(test::one_product().node("PRelu", {"m", "b"}, {"y"}, {}), "does not rise throughout");
  refused(test::one_product().node("Tanh", {"m"}, {"t"}).node("Mul", {"t", "b"}, {"y"}), "does not rise throughout");
  refused(test::one_product().node("Tanh", {"m"}, {"t"}).node("Add", {"t", "b"}, {"y"}), "not for every score alike");
  refused(test::one_product().node("Softmax", {"m"}, {"p"}).node("Softmax", {"p"}, {"y"}), "follows a Softmax");
  refused(topk(1, {}).node("Softmax", {"v"}, {"p"}).output("p"), "follows the choice");
  refused(last("Softmax", {}), "has one output", {1, 0.0, 1.0, 0.25});
  const Result<std::string> both =
      answer(test::one_product().node("Relu", {"m"}, {"r"}).node("ArgMax", {"r"}, {"y"}), kScores);
  REQUIRE_FALSE(both);
  CHECK(both.error().size() == 2);
}

TEST_CASE("an imported class says what it stands for", "[onnx]") {
  test::ModelWriter model = test::one_product();
  model.node("Mul", {"m", "four"}, {"t"}, {}, "", "scale").node("Sigmoid", {"t"}, {"u"}, {}, "", "squash");
  model.node("Softmax", {"u"}, {"p"}, {}, "", "scores").node("ArgMax", {"p"}, {"y"}, {{"axis", -1}}, "", "choice");
  OnnxImportOptions options = with_classes();
  const Result<OnnxImport> import = class_import(model, options);
  INFO(test::told(import));
  REQUIRE(import);
  CHECK(import->becomes.at("fc") == "fc1");
  for (const char* node : {"scale", "squash", "scores"})
    CHECK(import->becomes.at(node) == "nothing: it leaves the class as it is");
  CHECK(import->becomes.at("choice") == "argmax1");
  CHECK(import->output_scale == 1.0);
  REQUIRE(import->notes.size() == 1);  // a Sigmoid of 256 is 1, as is that of 255
  CHECK(import->notes[0] ==
        "argmax1: squash, scores may round scores to the same number, of which the file takes the first");
  CHECK(import->model.data_out() == FixedType{1, 0, false});
  options.classes = false;
  const Result<OnnxImport> scores = class_import(model, options);
  REQUIRE(scores);
  CHECK(scores->left_to_host == std::vector<std::string>{"squash (Sigmoid)", "scores (Softmax)", "choice (ArgMax)"});
  CHECK_FALSE(scores->model.answers_class());
  CHECK(scores->becomes.at("scale") == "left to the host");
}

}  // namespace rtl4ml
