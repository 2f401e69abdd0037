// An ONNX file: read, checked, run once, simplified and imported, within a budget.
#include <string_view>

#include "sw/onnx/execute.hpp"
#include "sw/onnx/import_onnx.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "sw/onnx/simplify.hpp"
#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/promises.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {
namespace {

constexpr OnnxBudget kBudget = {1 << 14, 1 << 20};
constexpr OnnxBudget kImportBudget = {1 << 14, 1 << 18};  // it asks the graph for its steps, value by value

/// What was read is whole: constants have the elements of their shapes, and every name has a source.
void promise_graph(const OnnxGraph& graph) {
  for (const auto& [name, tensor] : graph.constants)
    promise(onnx_numel(tensor.shape) == tensor.numel(), "a constant has as many elements as its shape says");
  for (const OnnxNode& node : graph.nodes) promise(!node.name.empty(), "a node has a name");
}

}  // namespace

void onnx(Bytes bytes) {
  // Two bytes of a file can be a node: its message, its own form, a fault with its place. A run has its budget beside;
  // and of a text whose length goes beyond the file protobuf reserves up to 50,000,000 bytes before it says so.
  const AllocationBound bound(bytes.size(), 4000, std::size_t{64} << 20);
  Result<OnnxGraph> graph =
      parse_onnx(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), "fuzz.onnx");
  if (!graph) return promise_faults(graph.error());
  promise_graph(*graph);
  const Result<OnnxProgram> program = OnnxProgram::prepare(std::move(*graph), kBudget);
  if (!program) return promise_faults(program.error());
  const Result<std::map<std::string, OnnxTensor>> traced = program->trace(kBudget);
  if (!traced) return promise_faults(traced.error());
  for (const std::string& output : program->graph().outputs)
    promise(traced->contains(output), "an output has a type and a shape");
  const Result<OnnxGraph> simple = simplify_onnx(program->graph(), kBudget);
  if (!simple) return promise_faults(simple.error());
  promise_graph(*simple);
  const OnnxInputQuantizer where = bytes.size() % 4 < 2 ? OnnxInputQuantizer::kHost : OnnxInputQuantizer::kHardware;
  const Result<OnnxImport> imported = import_onnx(
      program->graph(), {{8, 4, true}, OnnxActivation::kCheaper, kImportBudget, bytes.size() % 2 == 1, where});
  if (!imported) promise_faults(imported.error());
  promise(simple->outputs.size() == program->graph().outputs.size(), "simplifying keeps the outputs");
}

}  // namespace rtl4ml::hostile
