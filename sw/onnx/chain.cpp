#include "sw/onnx/chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sw/onnx/operators.hpp"

namespace rtl4ml {
namespace {

/// Operators that are a monotone function of each element.
const std::set<std::string, std::less<>> kElementwise = {"Add",
                                                         "Sub",
                                                         "Mul",
                                                         "Div",
                                                         "Neg",
                                                         "BatchNormalization",
                                                         "Relu",
                                                         "LeakyRelu",
                                                         "PRelu",
                                                         "Clip",
                                                         "Sigmoid",
                                                         "Tanh",
                                                         "Elu",
                                                         "Selu",
                                                         "HardSigmoid",
                                                         "Softplus",
                                                         "Softsign",
                                                         "Quant",
                                                         "IntQuant",
                                                         "BipolarQuant",
                                                         "Trunc",
                                                         "QuantizeLinear",
                                                         "DequantizeLinear"};
const std::set<std::string, std::less<>> kBehind = {"Softmax", "LogSoftmax", "ArgMax", "TopK"};

class Splitter {
 public:
  Splitter(const OnnxProgram& program, const std::map<std::string, OnnxTensor>& traced)
      : program_(program), traced_(traced), graph_(program.graph()) {
    for (const OnnxNode& node : graph_.nodes) {
      for (const std::string& input : node.inputs) ++readers_[input];
    }
  }

  Result<OnnxChain> run() {
    if (graph_.inputs.size() != 1 || graph_.outputs.empty()) {
      return fault("onnx.chain", graph_.path, fmt::format("has {} inputs", graph_.inputs.size()),
                   "export a network with one input");
    }
    value_ = graph_.inputs.front().name;
    start_stage();
    for (const OnnxNode& node : graph_.nodes) {
      if (program_.constant(node.outputs[0]) == nullptr) add(node);
    }
    if (chain_.behind.empty() && (graph_.outputs.size() != 1 || graph_.outputs.front() != value_)) {
      errors_.push_back(Error{"onnx.chain", graph_.path, "has other outputs than the last layer's",
                              "export a network with one output"});
    }
    if (!unsupported_.empty()) {
      errors_.push_back(Error{"onnx.import", graph_.path, "has nodes that cannot be imported: " + unsupported_,
                              "docs/onnx.md says what can be"});
    }
    if (chain_.stages.size() < 2 && errors_.empty()) {
      errors_.push_back(Error{"onnx.chain", graph_.path, "has no MatMul or Gemm", "there is nothing to import"});
    }
    if (!errors_.empty()) return faults(std::move(errors_));
    return std::move(chain_);
  }

 private:
  void refuse(const OnnxNode& node, const std::string& message, const std::string& fix) {
    errors_.push_back(Error{"onnx.import", graph_.place(node), message, fix});
  }
  [[nodiscard]] std::int64_t elements(const std::string& value) const {
    return onnx_numel(traced_.at(value).shape).value_or(0);
  }

  void start_stage() {
    OnnxStage stage;
    stage.features = static_cast<int>(elements(value_));
    chain_.stages.push_back(std::move(stage));
  }

  void add(const OnnxNode& node) {
    const auto found = std::find(node.inputs.begin(), node.inputs.end(), value_);
    if (found == node.inputs.end() || readers_[value_] != 1) {
      errors_.push_back(Error{"onnx.chain", graph_.place(node), "does not take the data of the node before it alone",
                              "only chains of layers are supported: no branches, no sums of two"});
    }
    const std::int64_t before = elements(value_);
    const auto data = static_cast<std::size_t>(found - node.inputs.begin());
    value_ = node.outputs[0];
    if (node.op == "Reshape" || found == node.inputs.end()) return;
    if (kBehind.contains(node.op)) {
      chain_.behind.push_back(step_of(node, data));
      return;
    }
    if (!chain_.behind.empty()) return refuse(node, "follows a node that is left to the host", "remove it");
    if (node.op == "MatMul" || node.op == "Gemm") return add_product(node, data, before);
    if (!kElementwise.contains(node.op)) {
      unsupported_ += fmt::format("{}{} ({})", unsupported_.empty() ? "" : ", ", node.name, node.op);
      return;
    }
    if (elements(value_) != before || (node.op == "Div" && data != 0)) {
      return refuse(node, node.op == "Div" ? "divides by the data" : "repeats its data",
                    "only functions of each element can be imported");
    }
    chain_.stages.back().after.push_back(step_of(node, data));
  }

  [[nodiscard]] OnnxStep step_of(const OnnxNode& node, std::size_t data) const {
    const OnnxTensor& taken = traced_.at(node.inputs[data]);
    OnnxStep step{node, {}, data, taken.shape, taken.dtype};
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      const OnnxTensor* const known = i == data ? nullptr : program_.constant(node.inputs[i]);
      step.constants.push_back(known == nullptr ? std::nullopt : std::optional<OnnxTensor>(*known));
    }
    return step;
  }

  void add_product(const OnnxNode& node, std::size_t data, std::int64_t features) {
    const OnnxTensor* const matrix = data == 0 ? program_.constant(node.inputs[1]) : nullptr;
    const bool turned = attribute_or<std::int64_t>(node, "transA", 0) != 0;
    if (matrix == nullptr || matrix->rank() != 2 || matrix->numel() == 0 || turned) {
      return refuse(node, "is no product with a constant matrix on the right", "export the layer as Linear");
    }
    const bool out_first = attribute_or<std::int64_t>(node, "transB", 0) != 0;
    if (matrix->shape[out_first ? 1 : 0] != features) {
      return refuse(node, fmt::format("takes {} elements as several vectors", features), "flatten the data before it");
    }
    start_stage();
    OnnxStage& stage = chain_.stages.back();
    stage.product = step_of(node, data);
    stage.weight = node.inputs[1];
    stage.in_features = static_cast<int>(features);
    if (node.op != "Gemm") return;
    add_factor(node, "alpha", std::nullopt);
    if (stage.product->constant(2) != nullptr) add_factor(node, "beta", *stage.product->constant(2));
  }

  /// A Gemm's factor of its product, or its bias with its factor, as steps behind it.
  void add_factor(const OnnxNode& gemm, const char* attribute, const std::optional<OnnxTensor>& bias) {
    const double factor = attribute_or(gemm, attribute, 1.0);
    const OnnxTensor& given = traced_.at(value_);
    OnnxTensor constant = bias.value_or(OnnxTensor{given.dtype, {}, {factor}});
    if (bias) {
      for (double& value : constant.values) value *= factor;
    } else if (factor == 1.0) {
      return;
    }
    // A bias stays the named value it is, so that its quantizer is found.
    const std::string name = bias && factor == 1.0 ? gemm.inputs[2] : "";
    OnnxNode node{"", bias ? "Add" : "Mul", gemm.name, {"", name}, {""}, {}};
    chain_.stages.back().after.push_back(
        {std::move(node), {std::nullopt, std::move(constant)}, 0, given.shape, given.dtype});
  }

  const OnnxProgram& program_;
  const std::map<std::string, OnnxTensor>& traced_;
  const OnnxGraph& graph_;
  std::map<std::string, int> readers_;
  std::string value_;  ///< that the next node of the chain reads
  OnnxChain chain_;
  std::string unsupported_;
  Errors errors_;
};

}  // namespace

bool is_onnx_quantizer(const OnnxStep& step) {
  return step.node.op == "DequantizeLinear" || find_onnx_operator(step.node)->quantizer;
}

Result<OnnxChain> split_onnx_chain(const OnnxProgram& program, const std::map<std::string, OnnxTensor>& traced) {
  return Splitter(program, traced).run();
}

}  // namespace rtl4ml
