// The chain of a model that a test has written.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "sw/onnx/chain.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "sw/onnx/simplify.hpp"
#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml::test {

/// A chain and the program whose constants it reads.
struct SplitModel {
  OnnxProgram program;
  OnnxChain chain;

  [[nodiscard]] const OnnxStage& stage(std::size_t index) const { return chain.stages.at(index); }
};

inline Result<SplitModel> split(const ModelWriter& model) {
  Result<OnnxGraph> graph = parse_onnx(model.bytes(), "m.onnx");
  if (!graph) return faults(graph.error());
  Result<OnnxGraph> simple = simplify_onnx(std::move(*graph));
  if (!simple) return faults(simple.error());
  Result<OnnxProgram> program = OnnxProgram::prepare(std::move(*simple));
  if (!program) return faults(program.error());
  const Result<std::map<std::string, OnnxTensor>> traced = program->trace();
  if (!traced) return faults(traced.error());
  Result<OnnxChain> chain = split_onnx_chain(*program, *traced);
  if (!chain) return faults(chain.error());
  return SplitModel{std::move(*program), std::move(*chain)};
}

inline SplitModel split_of(const ModelWriter& model) {
  Result<SplitModel> result = split(model);
  INFO(told(result));
  REQUIRE(result);
  return std::move(*result);
}

/// x[1,2] -> MatMul with w[2,2] -> m; z is 0, s is 0.25, four is 4, odd is 0.3.
inline ModelWriter one_product() {
  ModelWriter model;
  model.input("x", {1, 2}).output("y").floats("w", {2, 2}, {1, 2, -3, 4}).floats("z", {}, {0}).floats("s", {}, {0.25});
  model.floats("four", {}, {4}).floats("odd", {}, {0.3}).floats("b", {2}, {0.5, -1.25});
  model.node("MatMul", {"x", "w"}, {"m"}, {}, "", "fc");
  return model;
}

}  // namespace rtl4ml::test
