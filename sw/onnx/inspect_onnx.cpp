#include "sw/onnx/inspect_onnx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "sw/checkpoint/printable.hpp"
#include "sw/onnx/execute.hpp"
#include "sw/onnx/operators.hpp"
#include "sw/onnx/quantizers.hpp"
#include "sw/onnx/read_onnx.hpp"

namespace rtl4ml {
namespace {

using Range = OnnxInspection::Range;
using Quantizer = OnnxInspection::Quantizer;

Range range_of(const OnnxTensor& tensor) {
  if (tensor.values.empty()) return {};
  const auto [low, high] = std::minmax_element(tensor.values.begin(), tensor.values.end());
  return {tensor.numel(), *low, *high};
}

/// Looks values up by name, as far as they are known.
class Values {
 public:
  explicit Values(const OnnxGraph& graph) : graph_(graph) {
    Result<OnnxProgram> program = OnnxProgram::prepare(graph);
    Result<std::map<std::string, OnnxTensor>> traced = program ? program->trace() : faults(std::move(program.error()));
    if (traced) {
      known_ = std::move(*traced);
    } else {
      errors = std::move(traced.error());
    }
  }
  /// nullptr where it is not known; without elements where it depends on the input.
  [[nodiscard]] const OnnxTensor* find(const std::string& name) const {
    const auto found = known_.find(name);
    if (found != known_.end()) return &found->second;
    const auto constant = graph_.constants.find(name);
    return constant == graph_.constants.end() ? nullptr : &constant->second;
  }
  [[nodiscard]] OnnxInspection::Value describe(const std::string& name) const {
    const OnnxTensor* const tensor = find(name);
    if (tensor == nullptr) return {name, std::nullopt, std::nullopt};
    return {name, tensor->dtype, tensor->shape};
  }
  [[nodiscard]] std::optional<Range> range(const OnnxNode& node, std::size_t input) const {
    const OnnxTensor* const tensor = input < node.inputs.size() ? find(node.inputs[input]) : nullptr;
    if (tensor == nullptr || tensor->values.empty()) return std::nullopt;
    return range_of(*tensor);
  }

  Errors errors;

 private:
  const OnnxGraph& graph_;
  std::map<std::string, OnnxTensor> known_;
};

std::string rounding_name(const OnnxNode& node, const char* otherwise) {
  const auto rounding = parse_onnx_rounding(attribute_or<std::string>(node, "rounding_mode", otherwise));
  return rounding ? to_string(*rounding) : "";
}

std::optional<Quantizer> quantizer_of(const OnnxNode& node, const Values& values) {
  Quantizer quantizer;
  quantizer.scale = values.range(node, 1);
  quantizer.zero = values.range(node, 2);
  if (node.op == "QuantizeLinear" || node.op == "DequantizeLinear") {
    const OnnxTensor* const codes = values.find(node.op == "QuantizeLinear" ? node.outputs.at(0) : node.inputs.at(0));
    if (codes != nullptr && is_integer(codes->dtype)) {
      const auto bits = static_cast<double>(8 * byte_size(codes->dtype));
      quantizer.width = Range{1, bits, bits};
      quantizer.is_signed = lowest_of(codes->dtype) < 0.0;
    }
    quantizer.rounding = node.op == "QuantizeLinear" ? "half_even" : "";
    return quantizer;
  }
  quantizer.is_signed = attribute_or<std::int64_t>(node, "signed", 1) != 0;
  quantizer.narrow = attribute_or<std::int64_t>(node, "narrow", 0) != 0;
  if (node.op == "BipolarQuant") {
    quantizer.bipolar = true;
    quantizer.width = Range{1, 1.0, 1.0};
    quantizer.zero.reset();
    return quantizer;
  }
  const bool trunc = node.op == "Trunc";
  quantizer.width = values.range(node, trunc ? node.inputs.size() - 1 : 3);
  if (trunc && node.inputs.size() == 6) quantizer.scale = values.range(node, 4);
  quantizer.rounding = rounding_name(node, trunc ? "FLOOR" : "ROUND");
  quantizer.bipolar = quantizer.is_signed && quantizer.width && quantizer.width->high == 1.0;
  return quantizer;
}

bool is_quantizer(const OnnxNode& node, const OnnxOperatorInfo* info) {
  if (info == nullptr || node.inputs.size() < info->fewest_inputs || node.outputs.empty()) return false;
  return info->quantizer || node.op == "QuantizeLinear" || node.op == "DequantizeLinear";
}

/// "scale 0.5", "64 scales from 0.25 to 0.5", "scale computed".
std::string range_text(const char* what, const std::optional<Range>& range) {
  if (!range) return fmt::format("{} computed", what);
  if (range->low == range->high) return fmt::format("{} {}{}", what, range->low, range->count > 1 ? " everywhere" : "");
  return fmt::format("{} {}s from {} to {}", range->count, what, range->low, range->high);
}

std::string quantizer_text(const Quantizer& quantizer) {
  if (quantizer.bipolar) return "bipolar, " + range_text("scale", quantizer.scale);
  const std::string width = quantizer.width && quantizer.width->low == quantizer.width->high
                                ? fmt::format("{} bits", quantizer.width->low)
                                : range_text("width", quantizer.width);
  std::string text = fmt::format("{} {}{}, {}", quantizer.is_signed ? "signed" : "unsigned", width,
                                 quantizer.narrow ? " narrow" : "", range_text("scale", quantizer.scale));
  if (quantizer.zero && (quantizer.zero->low != 0.0 || quantizer.zero->high != 0.0))
    text += ", " + range_text("zero point", quantizer.zero);
  return quantizer.rounding.empty() ? text : text + ", " + quantizer.rounding;
}

std::string value_text(const OnnxInspection::Value& value) {
  return value.shape ? shape_text(*value.shape) : "unknown shape";
}

std::string input_shape_text(const OnnxShape& shape) {
  std::string text;
  for (const std::int64_t size : shape)
    text += (text.empty() ? "" : ", ") + (size == OnnxInput::kAnySize ? std::string("any") : std::to_string(size));
  return "[" + text + "]";
}

std::string becomes(const OnnxImport& import, const OnnxNode& node) {
  const auto found = import.becomes.find(node.name);
  return found == import.becomes.end() ? "nothing: it reshapes, or is a constant" : found->second;
}

nlohmann::ordered_json to_json_value(const OnnxInspection::Value& value) {
  nlohmann::ordered_json json = {{"name", value.name}, {"dtype", nullptr}, {"shape", nullptr}};
  if (value.dtype) json["dtype"] = to_string(*value.dtype);
  if (value.shape) json["shape"] = *value.shape;
  return json;
}

nlohmann::ordered_json to_json_range(const std::optional<Range>& range) {
  if (!range) return nullptr;
  return {{"count", range->count}, {"min", range->low}, {"max", range->high}};
}

}  // namespace

OnnxInspection inspect_onnx(const OnnxGraph& graph, const OnnxImportOptions& options) {
  const Values values(graph);
  OnnxInspection inspection{graph.path, graph.producer, graph.opsets, graph.inputs, {}, {}, {}, values.errors, {}};
  Result<OnnxImport> import = faults(values.errors);
  if (values.errors.empty()) {
    import = import_onnx(graph, options);
    if (!import) inspection.import_errors = import.error();
  }
  for (const std::string& output : graph.outputs) inspection.outputs.push_back(values.describe(output));
  for (const auto& [name, tensor] : graph.constants)
    inspection.constants.push_back({{name, tensor.dtype, tensor.shape}, range_of(tensor)});
  for (const OnnxNode& node : graph.nodes) {
    const OnnxOperatorInfo* const info = find_onnx_operator(node);
    OnnxInspection::Node described{node.name, node.domain, node.op, node.inputs, {}, info != nullptr, {}, ""};
    for (const std::string& output : node.outputs) described.outputs.push_back(values.describe(output));
    if (is_quantizer(node, info)) described.quantizer = quantizer_of(node, values);
    if (import) described.becomes = becomes(*import, node);
    inspection.nodes.push_back(std::move(described));
  }
  return inspection;
}

Result<OnnxInspection> inspect_onnx(const std::string& path, const OnnxImportOptions& options) {
  const Result<OnnxGraph> graph = read_onnx(path);
  if (!graph) return faults(graph.error());
  return inspect_onnx(*graph, options);
}

std::string to_text(const OnnxInspection& inspection) {
  std::string text = fmt::format("{}: ONNX by {}", inspection.path, printable(inspection.producer));
  for (const auto& [domain, version] : inspection.opsets)
    text += fmt::format(", {} {}", domain.empty() ? "operators of version" : printable(domain), version);
  text += "\n";
  for (const OnnxInput& input : inspection.inputs)
    text += fmt::format("  takes {}: {} {}\n", printable(input.name), to_string(input.dtype),
                        input_shape_text(input.shape));
  for (const OnnxInspection::Value& output : inspection.outputs)
    text += fmt::format("  gives {}: {} {}\n", printable(output.name), output.dtype ? to_string(*output.dtype) : "",
                        value_text(output));
  std::size_t name_width = 0;
  std::size_t op_width = 0;
  std::size_t shape_width = 0;
  for (const OnnxInspection::Node& node : inspection.nodes) {
    name_width = std::max(name_width, node.name.size());
    op_width = std::max(op_width, node.op.size());
    for (const OnnxInspection::Value& output : node.outputs)
      shape_width = std::max(shape_width, value_text(output).size());
  }
  std::size_t quantizer_width = 0;
  for (const OnnxInspection::Node& node : inspection.nodes)
    if (node.quantizer) quantizer_width = std::max(quantizer_width, quantizer_text(*node.quantizer).size());
  text += fmt::format("{} nodes\n", inspection.nodes.size());
  for (const OnnxInspection::Node& node : inspection.nodes) {
    const std::string line =
        fmt::format("  {:<{}}  {:<{}}  {:<{}}  {:<{}}  {}", node.name, name_width, node.op, op_width,
                    node.outputs.empty() ? "" : value_text(node.outputs.front()), shape_width,
                    node.quantizer   ? quantizer_text(*node.quantizer)
                    : node.supported ? ""
                                     : "NOT SUPPORTED",
                    quantizer_width, node.becomes.empty() ? "" : "-> " + node.becomes);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  text += fmt::format("{} constants\n", inspection.constants.size());
  for (const OnnxInspection::Constant& constant : inspection.constants) {
    text += fmt::format("  {}  {} {}  ", printable(constant.value.name), to_string(*constant.value.dtype),
                        value_text(constant.value));
    text += constant.range.count == 0 ? "empty\n"
            : constant.range.low == constant.range.high
                ? fmt::format("{}\n", constant.range.low)
                : fmt::format("{} to {}\n", constant.range.low, constant.range.high);
  }
  if (!inspection.import_errors.empty()) text += "cannot be imported:\n" + to_string(inspection.import_errors);
  return text + to_string(inspection.errors);
}

std::string to_json(const OnnxInspection& inspection) {
  nlohmann::ordered_json json = {{"path", inspection.path},
                                 {"format", "onnx"},
                                 {"producer", inspection.producer},
                                 {"opsets", inspection.opsets},
                                 {"inputs", nlohmann::ordered_json::array()},
                                 {"outputs", nlohmann::ordered_json::array()},
                                 {"nodes", nlohmann::ordered_json::array()},
                                 {"constants", nlohmann::ordered_json::array()},
                                 {"errors", nlohmann::ordered_json::array()},
                                 {"import_errors", nlohmann::ordered_json::array()}};
  for (const OnnxInput& input : inspection.inputs)
    json["inputs"].push_back(to_json_value({input.name, input.dtype, input.shape}));
  for (const OnnxInspection::Value& output : inspection.outputs) json["outputs"].push_back(to_json_value(output));
  for (const OnnxInspection::Node& node : inspection.nodes) {
    nlohmann::ordered_json each = {{"name", node.name},
                                   {"domain", node.domain},
                                   {"op", node.op},
                                   {"inputs", node.inputs},
                                   {"supported", node.supported},
                                   {"becomes", node.becomes},
                                   {"outputs", nlohmann::ordered_json::array()}};
    for (const OnnxInspection::Value& output : node.outputs) each["outputs"].push_back(to_json_value(output));
    if (node.quantizer) {
      const Quantizer& quantizer = *node.quantizer;
      each["quantizer"] = {{"signed", quantizer.is_signed},
                           {"narrow", quantizer.narrow},
                           {"bipolar", quantizer.bipolar},
                           {"rounding", quantizer.rounding},
                           {"width", to_json_range(quantizer.width)},
                           {"scale", to_json_range(quantizer.scale)},
                           {"zero_point", to_json_range(quantizer.zero)}};
    }
    json["nodes"].push_back(std::move(each));
  }
  for (const OnnxInspection::Constant& constant : inspection.constants) {
    nlohmann::ordered_json each = to_json_value(constant.value);
    each["range"] = to_json_range(constant.range);
    json["constants"].push_back(std::move(each));
  }
  for (const auto& [key, errors] :
       {std::pair("errors", &inspection.errors), {"import_errors", &inspection.import_errors}}) {
    for (const Error& error : *errors)
      json[key].push_back(
          {{"code", error.code}, {"place", error.place}, {"message", error.message}, {"fix", error.fix}});
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace rtl4ml
