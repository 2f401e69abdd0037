#include "sw/onnx/simplify.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "sw/onnx/execute.hpp"
#include "sw/onnx/layout.hpp"
#include "sw/onnx/operators.hpp"

namespace rtl4ml {
namespace {

bool is_weight_quantizer(const OnnxNode& node) {
  return find_onnx_operator(node)->quantizer || node.op == "DequantizeLinear";
}

bool is_reshape(const OnnxNode& node) {
  return node.op == "Reshape" || node.op == "Flatten" || node.op == "Squeeze" || node.op == "Unsqueeze";
}

bool changes_nothing(const OnnxNode& node, DType from) {
  if (node.op == "Cast") return onnx_dtype(std::get<std::int64_t>(node.attributes.at("to"))) == from;
  return node.op == "Identity" || node.op == "Dropout";
}

class Simplifier {
 public:
  Simplifier(const OnnxGraph& graph, std::map<std::string, OnnxTensor> traced, OnnxBudget budget)
      : graph_(graph), traced_(std::move(traced)), budget_(budget) {
    result_.path = graph.path;
    result_.producer = graph.producer;
    result_.opsets = graph.opsets;
    result_.constants = graph.constants;
    for (OnnxInput input : graph.inputs) {
      input.shape = *shape_for_one(input);  // trace() has refused what has none
      result_.inputs.push_back(std::move(input));
    }
  }

  Result<OnnxGraph> run() {
    for (const OnnxNode& node : graph_.nodes) {
      OnnxNode renamed = node;
      for (std::string& input : renamed.inputs) input = resolved(input);
      const Result<void> added = add(std::move(renamed));
      if (!added) return faults(added.error());
    }
    for (const std::string& output : graph_.outputs) result_.outputs.push_back(resolved(output));
    drop_unused();
    return check_onnx_graph(std::move(result_));
  }

 private:
  [[nodiscard]] std::string resolved(const std::string& value) const {
    const auto found = instead_.find(value);
    return found == instead_.end() ? value : found->second;
  }
  [[nodiscard]] const OnnxTensor* constant(const std::string& value) const {
    const auto found = result_.constants.find(value);
    return found == result_.constants.end() ? nullptr : &found->second;
  }
  [[nodiscard]] bool all_constant(const OnnxNode& node) const {
    return std::all_of(node.inputs.begin(), node.inputs.end(),
                       [&](const std::string& input) { return input.empty() || constant(input) != nullptr; });
  }
  /// The quantizer of a constant that gives the value, or nullptr.
  [[nodiscard]] const OnnxNode* quantized_constant(const std::string& value) const {
    const auto found = quantized_.find(value);
    return found == quantized_.end() ? nullptr : &result_.nodes[found->second];
  }

  Result<void> add(OnnxNode node) {
    const bool constant_inputs = all_constant(node);
    if (constant_inputs && is_weight_quantizer(node)) {
      add_quantized(std::move(node));
      return {};
    }
    if (node.op == "Shape" || constant_inputs) return add_constant(node);
    const OnnxTensor& from = traced_.at(node.inputs[0]);
    if (changes_nothing(node, from.dtype)) return skip(node);
    if (node.op == "Transpose" || is_reshape(node)) {
      if (const OnnxNode* const quantizer = quantized_constant(node.inputs[0]);
          quantizer != nullptr && (node.op == "Transpose" || has_one_scale(*quantizer)))
        return move_through(node, *quantizer);
    }
    if (is_reshape(node)) return add_reshape(std::move(node));
    result_.nodes.push_back(std::move(node));
    return {};
  }

  void add_quantized(OnnxNode node) {
    quantized_[node.outputs[0]] = result_.nodes.size();
    result_.nodes.push_back(std::move(node));
  }

  /// Of a node whose inputs are constants, or that reads no more of its input than the shape.
  Result<void> add_constant(const OnnxNode& node) {
    std::vector<const OnnxTensor*> inputs;
    for (const std::string& input : node.inputs) {
      const OnnxTensor* const known = constant(input);
      inputs.push_back(input.empty() ? nullptr : known != nullptr ? known : &traced_.at(input));
    }
    Result<std::vector<OnnxTensor>> outputs =
        find_onnx_operator(node)->run({node, inputs, graph_.opset(), graph_.path, budget_});
    if (!outputs) return faults(std::move(outputs.error()));
    for (std::size_t i = 0; i < node.outputs.size(); ++i) {
      if (!node.outputs[i].empty()) result_.constants[node.outputs[i]] = std::move((*outputs)[i]);
    }
    return {};
  }

  Result<void> skip(const OnnxNode& node) {
    instead_[node.outputs[0]] = node.inputs[0];
    if (node.outputs.size() > 1 && !node.outputs[1].empty()) {  // a Dropout's mask: all true
      const OnnxShape& shape = traced_.at(node.outputs[1]).shape;
      result_.constants[node.outputs[1]] = {DType::kBool, shape,
                                            std::vector<double>(static_cast<std::size_t>(*onnx_numel(shape)), 1.0)};
    }
    return {};
  }

  Result<void> add_reshape(OnnxNode node) {
    const OnnxShape& shape = traced_.at(node.outputs[0]).shape;
    if (const auto before = reshapes_.find(node.inputs[0]); before != reshapes_.end()) node.inputs[0] = before->second;
    if (traced_.at(node.inputs[0]).shape == shape) {
      instead_[node.outputs[0]] = node.inputs[0];
      return {};
    }
    reshapes_[node.outputs[0]] = node.inputs[0];
    OnnxTensor sizes{DType::kInt64, {static_cast<std::int64_t>(shape.size())}, {shape.begin(), shape.end()}};
    const std::string name = new_constant(node.outputs[0] + "_shape", std::move(sizes));
    // A size of 0 is meant as it is.
    result_.nodes.push_back(
        {"", "Reshape", node.name, {node.inputs[0], name}, node.outputs, {{"allowzero", std::int64_t{1}}}});
    return {};
  }

  [[nodiscard]] bool has_one_scale(const OnnxNode& quantizer) const {
    return std::all_of(quantizer.inputs.begin() + 1, quantizer.inputs.end(),
                       [&](const std::string& input) { return input.empty() || constant(input)->numel() == 1; });
  }

  /// A Transpose, or a reshaping, of a quantized constant is the quantizer of a constant that is transposed or
  /// reshaped.
  Result<void> move_through(const OnnxNode& node, const OnnxNode& quantizer) {
    OnnxNode moved = quantizer;
    moved.outputs = node.outputs;
    const std::int64_t rank = constant(quantizer.inputs[0])->rank();
    for (std::size_t i = 0; i < moved.inputs.size(); ++i) {
      if (moved.inputs[i].empty() || (i > 0 && constant(moved.inputs[i])->numel() == 1)) continue;
      if (i > 0 && quantizer.op == "DequantizeLinear") continue;  // along an axis, which moves
      OnnxTensor tensor = *constant(moved.inputs[i]);
      while (tensor.rank() < rank) tensor.shape.insert(tensor.shape.begin(), 1);
      std::vector<const OnnxTensor*> inputs = {&tensor};
      for (std::size_t k = 1; k < node.inputs.size(); ++k) inputs.push_back(constant(node.inputs[k]));
      Result<std::vector<OnnxTensor>> changed =
          find_onnx_operator(node)->run({node, inputs, graph_.opset(), graph_.path, budget_});
      if (!changed) return faults(std::move(changed.error()));
      moved.inputs[i] = new_constant(moved.inputs[i] + "_" + node.name, std::move(changed->front()));
    }
    if (quantizer.op == "DequantizeLinear" && !has_one_scale(quantizer)) move_axis(moved, node, rank);
    add_quantized(std::move(moved));
    return {};
  }

  /// Where a Transpose takes the axis along which a DequantizeLinear has its scales.
  static void move_axis(OnnxNode& quantizer, const OnnxNode& transpose, std::int64_t rank) {
    const std::int64_t axis = front_axis(attribute_or<std::int64_t>(quantizer, "axis", 1), rank);
    const auto order = transpose.attributes.find("perm");
    std::int64_t moved = rank - 1 - axis;
    if (order != transpose.attributes.end()) {
      const auto& axes = std::get<std::vector<std::int64_t>>(order->second);
      moved =
          std::find_if(axes.begin(), axes.end(), [&](std::int64_t each) { return front_axis(each, rank) == axis; }) -
          axes.begin();
    }
    quantizer.attributes["axis"] = moved;
  }

  /// Keeps a constant under a name that no value has yet.
  std::string new_constant(std::string name, OnnxTensor tensor) {
    while (traced_.contains(name) || result_.constants.contains(name)) name += "_";
    result_.constants[name] = std::move(tensor);
    return name;
  }

  void drop_unused() {
    std::set<std::string> needed(result_.outputs.begin(), result_.outputs.end());
    std::vector<OnnxNode> kept;
    for (std::size_t n = result_.nodes.size(); n-- > 0;) {
      OnnxNode& node = result_.nodes[n];
      if (std::none_of(node.outputs.begin(), node.outputs.end(),
                       [&](const std::string& output) { return needed.contains(output); }))
        continue;
      needed.insert(node.inputs.begin(), node.inputs.end());
      kept.push_back(std::move(node));
    }
    std::reverse(kept.begin(), kept.end());
    result_.nodes = std::move(kept);
    std::erase_if(result_.constants, [&](const auto& constant) { return !needed.contains(constant.first); });
  }

  const OnnxGraph& graph_;
  const std::map<std::string, OnnxTensor> traced_;
  OnnxBudget budget_;
  OnnxGraph result_;
  std::map<std::string, std::string> instead_;    ///< of values that are gone: the one to read
  std::map<std::string, std::string> reshapes_;   ///< of values that are only reshaped: from which
  std::map<std::string, std::size_t> quantized_;  ///< of values that are quantized constants: the node
};

}  // namespace

Result<OnnxGraph> simplify_onnx(OnnxGraph graph, OnnxBudget budget) {
  const Result<OnnxProgram> program = OnnxProgram::prepare(std::move(graph), budget);
  if (!program) return faults(program.error());
  Result<std::map<std::string, OnnxTensor>> traced = program->trace(budget);
  if (!traced) return faults(std::move(traced.error()));
  return Simplifier(program->graph(), std::move(*traced), budget).run();
}

}  // namespace rtl4ml
