// The executor against what the qonnx package and onnxruntime compute: tests/fixtures/onnx/write_fixtures.py and
// write_exports.py (networks that Brevitas and QKeras have exported).
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "sw/base/source_tree.hpp"
#include "sw/onnx/execute.hpp"
#include "sw/onnx/import_onnx.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "tests/sw/onnx/models.hpp"

namespace rtl4ml {
namespace {

struct Recorded {
  std::string name;
  OnnxGraph graph;
  std::vector<double> inputs, outputs;
  std::int64_t count = 0;
};

std::vector<double> flat(const nlohmann::json& rows) {
  std::vector<double> values;
  for (const nlohmann::json& row : rows) {
    for (const nlohmann::json& value : row) values.push_back(value.get<double>());
  }
  return values;
}

std::vector<Recorded> recorded() {
  std::vector<Recorded> models;
  for (const auto& entry : std::filesystem::directory_iterator(source_tree() / "tests/fixtures/onnx")) {
    if (entry.path().extension() != ".onnx") continue;
    Result<OnnxGraph> graph = read_onnx(entry.path().string());
    INFO(entry.path().string() << test::told(graph));
    REQUIRE(graph);
    std::ifstream file(std::filesystem::path(entry.path()).replace_extension(".json"));
    const nlohmann::json content = nlohmann::json::parse(file);
    models.push_back({entry.path().stem().string(), std::move(*graph), flat(content["inputs"]),
                      flat(content["outputs"]), static_cast<std::int64_t>(content["inputs"].size())});
  }
  std::sort(models.begin(), models.end(), [](const Recorded& a, const Recorded& b) { return a.name < b.name; });
  return models;
}

}  // namespace

TEST_CASE("models mean what they mean to the qonnx package and to onnxruntime", "[onnx]") {
  const std::vector<Recorded> models = recorded();
  CHECK(models.size() >= 40);
  for (const Recorded& model : models) {
    INFO(model.name);
    const Result<OnnxProgram> program = OnnxProgram::prepare(model.graph);
    INFO(test::told(program));
    REQUIRE(program);
    const Result<std::vector<double>> own = program->run_each(model.inputs, model.count);
    INFO(test::told(own));
    REQUIRE(own);
    REQUIRE(own->size() == model.outputs.size());
    std::int64_t differences = 0;
    constexpr double kFloat = 4e-6;  // they compute in float32: some units of its last place
    for (std::size_t i = 0; i < own->size(); ++i)
      differences +=
          std::abs((*own)[i] - model.outputs[i]) <= kFloat * std::max(1.0, std::abs(model.outputs[i])) ? 0 : 1;
    CHECK(differences == 0);
  }
}

TEST_CASE("networks that were run elsewhere are imported as integers that mean the same", "[onnx]") {
  int networks = 0;
  for (const Recorded& model : recorded()) {
    const auto starts = [&model](const char* word) { return model.name.starts_with(word); };
    if (!starts("mlp") && !starts("brevitas") && !starts("qkeras") && model.name != "qcdq") continue;
    for (const OnnxActivation activation :
         {OnnxActivation::kCheaper, OnnxActivation::kThresholds, OnnxActivation::kRequantize}) {
      INFO(model.name << " " << static_cast<int>(activation));
      OnnxImportOptions options;
      options.activation = activation;
      const Result<OnnxImport> import = import_onnx(model.graph, options);
      INFO(test::told(import));
      REQUIRE(import);
      std::vector<double> values = model.inputs;
      for (double& value : values) value = import->input.value(value);
      const std::vector<std::int64_t> codes = quantize_inputs(import->model, values);
      std::vector<std::int64_t> outputs(model.outputs.size());
      REQUIRE(evaluate(import->model, codes, outputs));
      std::int64_t differences = 0;
      constexpr double kFloat = 4e-6;
      for (std::size_t i = 0; i < outputs.size(); ++i) {
        const double value = std::ldexp(static_cast<double>(outputs[i]), -import->model.data_out().frac_width);
        const double real = import->output_scale * value + import->output_offset;
        const double allowed = import->largest_deviation + kFloat * std::max(1.0, std::abs(model.outputs[i]));
        differences += std::abs(real - model.outputs[i]) <= allowed ? 0 : 1;
      }
      CHECK(differences == 0);
      ++networks;
    }
  }
  CHECK(networks == 30);
}

}  // namespace rtl4ml
