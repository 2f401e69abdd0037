// One node run by itself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/data/random.hpp"
#include "sw/onnx/execute.hpp"
#include "tests/seed.hpp"
#include "tests/sw/onnx/models.hpp"

namespace rtl4ml::test {

using Attributes = std::map<std::string, OnnxAttribute>;

inline constexpr const char* kQonnx = "qonnx.custom_op.general";

inline OnnxTensor floats(OnnxShape shape, std::vector<double> values) {
  return {DType::kFloat32, std::move(shape), std::move(values)};
}
inline OnnxTensor wholes(OnnxShape shape, std::vector<double> values) {
  return {DType::kInt64, std::move(shape), std::move(values)};
}
inline OnnxTensor scalar(double value) { return floats({}, {value}); }

/// A float tensor of multiples of 1/16 from -4 to 4: ties of roundings among them.
inline OnnxTensor random_floats(Random& random, OnnxShape shape) {
  OnnxTensor tensor = floats(std::move(shape), {});
  tensor.values.resize(static_cast<std::size_t>(*onnx_numel(tensor.shape)));
  for (double& value : tensor.values) value = (static_cast<double>(random.below(129)) - 64.0) / 16.0;
  return tensor;
}

struct NodeSettings {
  Attributes attributes = {};
  std::string domain = {};
  std::int64_t opset = 13;
  std::size_t outputs = 1;
  OnnxBudget budget = {};
};

/// The outputs of one node whose inputs are inputs of a graph. A tensor of the type bool without elements is left out.
inline Result<std::vector<OnnxTensor>> run_node(const std::string& op, const std::vector<OnnxTensor>& inputs,
                                                const NodeSettings& settings = {}) {
  OnnxGraph graph{"m.onnx", "", {{"", settings.opset}}, {}, {}, {}, {{settings.domain, op, "n", {}, {}, {}}}};
  OnnxNode& node = graph.nodes.front();
  node.attributes = settings.attributes;
  std::vector<OnnxTensor> given;
  for (const OnnxTensor& input : inputs) {
    if (input.dtype == DType::kBool && input.values.empty()) {
      node.inputs.emplace_back();
      continue;
    }
    node.inputs.push_back("in" + std::to_string(node.inputs.size()));
    graph.inputs.push_back({node.inputs.back(), input.dtype, input.shape});
    given.push_back(input);
  }
  for (std::size_t i = 0; i < settings.outputs; ++i) {
    node.outputs.push_back("out" + std::to_string(i));
    graph.outputs.push_back(node.outputs.back());
  }
  Result<OnnxGraph> checked = check_onnx_graph(std::move(graph));
  if (!checked) return faults(checked.error());
  const Result<OnnxProgram> program = OnnxProgram::prepare(std::move(*checked));
  if (!program) return faults(program.error());
  return program->run(given, settings.budget);
}

inline const OnnxTensor kLeftOut = {DType::kBool, {}, {}};

/// The one output, which has to be there.
inline OnnxTensor output_of(const std::string& op, const std::vector<OnnxTensor>& inputs,
                            const NodeSettings& settings = {}) {
  const Result<std::vector<OnnxTensor>> outputs = run_node(op, inputs, settings);
  INFO(op << ": " << told(outputs));
  REQUIRE(outputs);
  return outputs->front();
}

inline bool operator==(const OnnxTensor& a, const OnnxTensor& b) {
  return a.dtype == b.dtype && a.shape == b.shape && a.values == b.values;
}

inline void check_equal(const OnnxTensor& got, const OnnxTensor& expected) {
  CHECK(to_string(got.dtype) == to_string(expected.dtype));
  CHECK(got.shape == expected.shape);
  CHECK(got.values == expected.values);
}

}  // namespace rtl4ml::test
