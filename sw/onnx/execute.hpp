// The file's own semantics: an ONNX graph run as it stands, in double precision.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/onnx/graph.hpp"
#include "sw/onnx/operator.hpp"

namespace rtl4ml {

/// A graph that is ready to run. What depends on no input is computed once; everything else for each run.
/// It shares no code with the integer model: the one is checked against the other.
class OnnxProgram {
 public:
  /// Errors: those of check_onnx_nodes(), and of the operators that depend on constants only; all at once
  [[nodiscard]] static Result<OnnxProgram> prepare(OnnxGraph graph, OnnxBudget budget = {});

  [[nodiscard]] const OnnxGraph& graph() const { return graph_; }

  /// The values of the graph's outputs, of its inputs in their order.
  /// Errors: onnx.input (another number of them, another shape or type than the file says), those of the operators
  [[nodiscard]] Result<std::vector<OnnxTensor>> run(std::span<const OnnxTensor> inputs, OnnxBudget budget = {}) const;

  /// The first output of a graph with one input for many vectors, each run by itself with a batch of one: a graph that
  /// was exported for one vector means that. All cores. Shapes: vectors[count][input_features()] -> [count][features of
  /// the output] Errors: as run(); onnx.input for a graph with more inputs, or sizes that are open beyond the first
  [[nodiscard]] Result<std::vector<double>> run_each(std::span<const double> vectors, std::int64_t count) const;

  /// Elements of one vector; 0 where the graph has not one input whose sizes but the first are given.
  [[nodiscard]] std::int64_t input_features() const;

  /// Type and shape of every value for a batch of one, found by running zeros; without its elements where it depends on
  /// the input. Errors: as run()
  [[nodiscard]] Result<std::map<std::string, OnnxTensor>> trace(OnnxBudget budget = {}) const;

  /// What a value is, where it depends on no input; else nullptr.
  [[nodiscard]] const OnnxTensor* constant(const std::string& value) const;

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  struct Step {
    std::size_t node;
    OnnxOperator run;
    std::vector<std::size_t> inputs, outputs;  ///< places of values, or kNone
  };
  explicit OnnxProgram(OnnxGraph graph) : graph_(std::move(graph)) {}
  [[nodiscard]] std::size_t place(const std::string& value);
  [[nodiscard]] Result<std::vector<OnnxTensor>> call(const Step& step, std::span<const OnnxTensor* const> inputs,
                                                     OnnxBudget& budget) const;
  [[nodiscard]] Result<std::vector<std::optional<OnnxTensor>>> run_all(std::span<const OnnxTensor> inputs,
                                                                       OnnxBudget budget) const;

  OnnxGraph graph_;
  std::map<std::string, std::size_t> places_;
  std::vector<std::optional<OnnxTensor>> constants_;  ///< by place
  std::vector<Step> steps_;                           ///< that depend on an input
};

/// The shape of an input for a batch of one: an open first size is 1. Nothing where another size is open.
[[nodiscard]] std::optional<OnnxShape> shape_for_one(const OnnxInput& input);

}  // namespace rtl4ml
