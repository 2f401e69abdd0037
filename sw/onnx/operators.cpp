#include "sw/onnx/operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "sw/base/did_you_mean.hpp"
#include "sw/checkpoint/printable.hpp"
#include "sw/onnx/elementwise.hpp"
#include "sw/onnx/layout.hpp"
#include "sw/onnx/matrix.hpp"
#include "sw/onnx/quantizers.hpp"
#include "sw/onnx/selection.hpp"

namespace rtl4ml {
namespace {

constexpr std::size_t kInt = 0, kFloat = 1, kText = 2, kInts = 3;  // of OnnxAttribute
constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
constexpr std::array<const char*, 7> kKinds = {"int", "float", "string", "ints", "floats", "strings", "tensor"};
constexpr std::array<std::string_view, 3> kQuantizerDomains = {"onnx.brevitas", "finn.custom_op.general",
                                                               "qonnx.custom_op.general"};

/// By name, in two parts; inputs from, to; outputs; attributes.
std::vector<OnnxOperatorInfo> all_operators() {
  return {
      {"Add", false, 2, 2, 1, {}, onnx_add},
      {"ArgMax", false, 1, 1, 1, {{"axis", kInt}, {"keepdims", kInt}, {"select_last_index", kInt}}, onnx_argmax},
      {"BatchNormalization",
       false,
       5,
       5,
       5,
       {{"epsilon", kFloat}, {"momentum", kFloat}, {"training_mode", kInt}},
       onnx_batch_normalization},
      {"Cast", false, 1, 1, 1, {{"to", kInt}}, onnx_cast},
      {"Clip", false, 1, 3, 1, {{"min", kFloat}, {"max", kFloat}}, onnx_clip},
      {"Concat", false, 1, kAny, 1, {{"axis", kInt}}, onnx_concat},
      {"DequantizeLinear", false, 2, 3, 1, {{"axis", kInt}}, onnx_dequantize_linear},
      {"Div", false, 2, 2, 1, {}, onnx_div},
      {"Dropout", false, 1, 3, 2, {{"ratio", kFloat}, {"seed", kInt}}, onnx_dropout},
      {"Elu", false, 1, 1, 1, {{"alpha", kFloat}}, onnx_elu},
      {"Flatten", false, 1, 1, 1, {{"axis", kInt}}, onnx_flatten},
      {"Gather", false, 2, 2, 1, {{"axis", kInt}}, onnx_gather},
      {"Gemm", false, 2, 3, 1, {{"alpha", kFloat}, {"beta", kFloat}, {"transA", kInt}, {"transB", kInt}}, onnx_gemm},
      {"HardSigmoid", false, 1, 1, 1, {{"alpha", kFloat}, {"beta", kFloat}}, onnx_hard_sigmoid},
      {"Identity", false, 1, 1, 1, {}, onnx_identity},
      {"LeakyRelu", false, 1, 1, 1, {{"alpha", kFloat}}, onnx_leaky_relu},
      {"LogSoftmax", false, 1, 1, 1, {{"axis", kInt}}, onnx_log_softmax},
      {"MatMul", false, 2, 2, 1, {}, onnx_matmul},
      {"Mul", false, 2, 2, 1, {}, onnx_mul},
      {"Neg", false, 1, 1, 1, {}, onnx_neg},
      {"PRelu", false, 2, 2, 1, {}, onnx_prelu},
      {"Pow", false, 2, 2, 1, {}, onnx_pow},
      {"QuantizeLinear", false, 2, 3, 1, {{"axis", kInt}, {"saturate", kInt}}, onnx_quantize_linear},
      {"Relu", false, 1, 1, 1, {}, onnx_relu},
      {"Reshape", false, 2, 2, 1, {{"allowzero", kInt}}, onnx_reshape},
      {"Selu", false, 1, 1, 1, {{"alpha", kFloat}, {"gamma", kFloat}}, onnx_selu},
      {"Shape", false, 1, 1, 1, {{"start", kInt}, {"end", kInt}}, onnx_shape},
      {"Sigmoid", false, 1, 1, 1, {}, onnx_sigmoid},
      {"Slice", false, 1, 5, 1, {{"starts", kInts}, {"ends", kInts}, {"axes", kInts}}, onnx_slice},
      {"Softmax", false, 1, 1, 1, {{"axis", kInt}}, onnx_softmax},
      {"Softplus", false, 1, 1, 1, {}, onnx_softplus},
      {"Softsign", false, 1, 1, 1, {}, onnx_softsign},
      {"Sqrt", false, 1, 1, 1, {}, onnx_sqrt},
      {"Squeeze", false, 1, 2, 1, {{"axes", kInts}}, onnx_squeeze},
      {"Sub", false, 2, 2, 1, {}, onnx_sub},
      {"Tanh", false, 1, 1, 1, {}, onnx_tanh},
      {"TopK", false, 1, 2, 2, {{"axis", kInt}, {"k", kInt}, {"largest", kInt}, {"sorted", kInt}}, onnx_topk},
      {"Transpose", false, 1, 1, 1, {{"perm", kInts}}, onnx_transpose},
      {"Unsqueeze", false, 1, 2, 1, {{"axes", kInts}}, onnx_unsqueeze},
      {"BipolarQuant", true, 2, 2, 1, {}, onnx_bipolar_quant},
      {"IntQuant", true, 4, 4, 1, {{"signed", kInt}, {"narrow", kInt}, {"rounding_mode", kText}}, onnx_quant},
      {"Quant", true, 4, 4, 1, {{"signed", kInt}, {"narrow", kInt}, {"rounding_mode", kText}}, onnx_quant},
      {"Trunc", true, 5, 6, 1, {{"signed", kInt}, {"narrow", kInt}, {"rounding_mode", kText}}, onnx_trunc},
  };
}

/// Attributes that the operator cannot do without.
std::string required(const OnnxNode& node) {
  if (node.op == "Quant" || node.op == "IntQuant") return "narrow";
  if (node.op == "Concat") return "axis";
  if (node.op == "Cast") return "to";
  return "";
}

void check_attributes(const OnnxGraph& graph, const OnnxNode& node, const OnnxOperatorInfo& info, Errors& errors) {
  const auto add = [&](const std::string& message, const std::string& fix) {
    errors.push_back(Error{"onnx.attribute", graph.place(node), message, fix});
  };
  std::vector<std::string> known;
  for (const OnnxOperatorInfo::Attribute& attribute : info.attributes) known.emplace_back(attribute.name);
  for (const auto& [name, value] : node.attributes) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      add(fmt::format("is a {} with the attribute {}, which is not known", node.op, name),
          known.empty() ? "export the model again, without it" : did_you_mean(name, known));
      continue;
    }
    const std::size_t kind = info.attributes[static_cast<std::size_t>(found - known.begin())].kind;
    if (value.index() != kind) {
      add(fmt::format("has the attribute {} of type {}", name, kKinds[value.index()]),
          fmt::format("its type is {}", kKinds[kind]));
    } else if (name == "rounding_mode" && !parse_onnx_rounding(std::get<std::string>(value))) {
      add(fmt::format("has the rounding mode {}", printable(std::get<std::string>(value))),
          "known: ROUND, HALF_EVEN, CEIL, FLOOR, UP, DOWN, ROUND_TO_ZERO, HALF_UP, HALF_DOWN");
    }
  }
  const std::string needed = required(node);
  if (!needed.empty() && !node.attributes.contains(needed)) {
    add(fmt::format("is a {} without the attribute {}", node.op, needed),
        "set it: where it is missing, programs differ in what they take it for");
  }
}

void check_inputs(const OnnxGraph& graph, const OnnxNode& node, const OnnxOperatorInfo& info, Errors& errors) {
  const auto add = [&](const std::string& message) {
    errors.push_back(Error{"onnx.inputs", graph.place(node), message, "export the model again"});
  };
  if (node.inputs.size() < info.fewest_inputs || node.inputs.size() > info.most_inputs) {
    return add(fmt::format("is a {} with {} inputs", node.op, node.inputs.size()));
  }
  if (node.outputs.empty() || node.outputs.size() > info.most_outputs) {
    return add(fmt::format("is a {} with {} outputs", node.op, node.outputs.size()));
  }
  const std::size_t needed = info.most_inputs == kAny || node.op == "Trunc" ? node.inputs.size() : info.fewest_inputs;
  for (std::size_t i = 0; i < needed; ++i) {
    if (node.inputs[i].empty()) return add(fmt::format("leaves out its input {}", i));
  }
}

}  // namespace

std::span<const OnnxOperatorInfo> onnx_operators() {
  static const std::vector<OnnxOperatorInfo> all = all_operators();
  return all;
}

const OnnxOperatorInfo* find_onnx_operator(const OnnxNode& node) {
  const bool quantizer =
      std::find(kQuantizerDomains.begin(), kQuantizerDomains.end(), node.domain) != kQuantizerDomains.end();
  if (!quantizer && !node.domain.empty()) return nullptr;
  for (const OnnxOperatorInfo& info : onnx_operators()) {
    if (info.quantizer == quantizer && info.name == node.op) return &info;
  }
  return nullptr;
}

Errors check_onnx_nodes(const OnnxGraph& graph) {
  Errors errors;
  std::string names;
  for (const OnnxNode& node : graph.nodes) {
    const OnnxOperatorInfo* const info = find_onnx_operator(node);
    if (info == nullptr) {
      names += fmt::format("{}{} ({}{}{})", names.empty() ? "" : ", ", node.name, printable(node.domain),
                           node.domain.empty() ? "" : ".", node.op);
      continue;
    }
    check_inputs(graph, node, *info, errors);
    check_attributes(graph, node, *info, errors);
  }
  if (!names.empty()) {
    errors.insert(errors.begin(), Error{"onnx.unsupported", graph.path, "has nodes that are not supported: " + names,
                                        "docs/onnx.md lists the operators that are"});
  }
  return errors;
}

}  // namespace rtl4ml
