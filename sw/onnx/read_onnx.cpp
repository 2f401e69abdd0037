#include "sw/onnx/read_onnx.hpp"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "sw/base/file.hpp"
#include "sw/checkpoint/printable.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kAgain = "export the model again";

template <class Element>
std::vector<double> raw_doubles(std::string_view raw) {
  std::vector<double> values(raw.size() / sizeof(Element));
  for (std::size_t i = 0; i < values.size(); ++i) {
    Element element;
    std::memcpy(&element, raw.data() + i * sizeof element, sizeof element);
    values[i] = static_cast<double>(element);
  }
  return values;
}

/// The elements of raw data that is as long as it should be.
std::vector<double> decoded(DType dtype, std::string_view raw) {
  if (dtype == DType::kFloat64) return raw_doubles<double>(raw);
  if (dtype == DType::kInt64) return raw_doubles<std::int64_t>(raw);
  if (dtype == DType::kInt32) return raw_doubles<std::int32_t>(raw);  // float would round it
  const auto bytes = std::as_bytes(std::span(raw.data(), raw.size()));
  const auto count = static_cast<std::int64_t>(raw.size() / byte_size(dtype));
  const std::vector<float> values = Tensor{"", dtype, {count}, {bytes.begin(), bytes.end()}}.to_float();
  return {values.begin(), values.end()};
}

/// Half-precision numbers are kept as their bits in int32_data.
std::optional<std::vector<double>> halves(DType dtype, const ::onnx::TensorProto& proto) {
  std::string raw;
  for (const std::int32_t bits : proto.int32_data()) {
    if (bits < 0 || bits > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
    const auto word = static_cast<std::uint16_t>(bits);
    raw.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  return decoded(dtype, raw);
}

/// The elements as they are, or nothing where the typed field holds what the type does not.
std::optional<std::vector<double>> elements(DType dtype, const ::onnx::TensorProto& proto) {
  if (dtype == DType::kFloat32) return std::vector<double>(proto.float_data().begin(), proto.float_data().end());
  if (dtype == DType::kFloat64) return std::vector<double>(proto.double_data().begin(), proto.double_data().end());
  if (dtype == DType::kInt64) return std::vector<double>(proto.int64_data().begin(), proto.int64_data().end());
  if (is_floating_point(dtype)) return halves(dtype, proto);
  std::vector<double> values;
  for (const std::int32_t value : proto.int32_data()) {
    if (value < lowest_of(dtype) || value > highest_of(dtype)) return std::nullopt;
    values.push_back(value);
  }
  return values;
}

class Reader {
 public:
  explicit Reader(const std::string& name) { graph_.path = name; }

  Result<OnnxGraph> read(const ::onnx::ModelProto& model) {
    graph_.producer = model.producer_name();
    if (!model.producer_version().empty()) graph_.producer += " " + model.producer_version();
    for (const auto& opset : model.opset_import()) graph_.opsets[domain_of(opset.domain())] = opset.version();
    const ::onnx::GraphProto& graph = model.graph();
    for (const auto& proto : graph.initializer()) add_initialiser(proto);
    if (graph.sparse_initializer_size() > 0) {
      errors_.push_back(
          Error{"onnx.sparse", graph_.path,
                fmt::format("has {} sparse tensors, which are not supported", graph.sparse_initializer_size()),
                "export the model with dense tensors"});
    }
    for (const auto& proto : graph.input()) add_input(proto);
    for (const auto& proto : graph.output()) graph_.outputs.push_back(proto.name());
    for (int n = 0; n < graph.node_size(); ++n) add_node(graph.node(n), n);
    Result<OnnxGraph> checked = check_onnx_graph(std::move(graph_));
    if (!checked) errors_.insert(errors_.end(), checked.error().begin(), checked.error().end());
    if (!errors_.empty()) return faults(std::move(errors_));
    return checked;
  }

 private:
  [[nodiscard]] static std::string domain_of(const std::string& domain) { return domain == "ai.onnx" ? "" : domain; }
  [[nodiscard]] std::string place(const std::string& what) const { return graph_.path + ": " + printable(what); }

  void add_initialiser(const ::onnx::TensorProto& proto) {
    OnnxTensor tensor = tensor_of(proto, place(proto.name()));
    if (graph_.constants.emplace(proto.name(), std::move(tensor)).second) return;
    errors_.push_back(Error{"onnx.duplicate", place(proto.name()), "is an initialiser twice", kAgain});
  }

  /// A tensor, or an empty one where faults were found.
  OnnxTensor tensor_of(const ::onnx::TensorProto& proto, const std::string& where) {
    const std::size_t faults_before = errors_.size();
    const std::optional<DType> dtype = onnx_dtype(proto.data_type());
    if (!dtype) {
      errors_.push_back(Error{"onnx.dtype", where,
                              fmt::format("has the element type {} of ONNX, which is not supported", proto.data_type()),
                              "convert it to float32 or to a signed integer"});
    }
    if (proto.data_location() == ::onnx::TensorProto::EXTERNAL || proto.external_data_size() > 0) {
      errors_.push_back(Error{"onnx.external", where, "keeps its data in another file, which is not read",
                              "save the model in one file: onnx.save(model, path, save_as_external_data=False)"});
    }
    const OnnxShape shape(proto.dims().begin(), proto.dims().end());
    const std::optional<std::int64_t> numel = onnx_numel(shape);
    if (!numel || shape.size() > kMostOnnxDimensions) {
      errors_.push_back(
          Error{"onnx.shape", where,
                shape.size() > kMostOnnxDimensions
                    ? fmt::format("has {} dimensions; at most {} are supported", shape.size(), kMostOnnxDimensions)
                    : fmt::format("the shape {} is negative or overflows", shape_text(shape)),
                kAgain});
    }
    if (errors_.size() != faults_before) return {};
    return with_elements({*dtype, shape, {}}, proto, where);
  }

  OnnxTensor with_elements(OnnxTensor tensor, const ::onnx::TensorProto& proto, const std::string& where) {
    const std::string& raw = proto.raw_data();
    std::optional<std::vector<double>> values;
    if (proto.has_raw_data() && raw.size() % byte_size(tensor.dtype) == 0) {
      values = decoded(tensor.dtype, raw);
    } else if (!proto.has_raw_data()) {
      values = elements(tensor.dtype, proto);
      if (!values) {
        errors_.push_back(Error{"onnx.value", where, "holds a number that its type does not have", kAgain});
        return {};
      }
    }
    if (!values || static_cast<std::int64_t>(values->size()) != onnx_numel(tensor.shape)) {
      errors_.push_back(
          Error{"onnx.shape", where,
                fmt::format("has the shape {} of {}, but {}", shape_text(tensor.shape), to_string(tensor.dtype),
                            proto.has_raw_data() ? fmt::format("{} bytes of data", raw.size())
                                                 : fmt::format("{} elements", values->size())),
                "the file was probably damaged: copy or export it again"});
      return {};
    }
    for (const double value : *values) {
      if (!std::isnan(value)) continue;
      errors_.push_back(Error{"onnx.value", where, "holds a NaN", "train the model again: it diverged"});
      return {};
    }
    tensor.values = std::move(*values);
    return tensor;
  }

  void add_input(const ::onnx::ValueInfoProto& proto) {
    if (graph_.constants.contains(proto.name())) return;  // a default, which exporters write for every initialiser
    const ::onnx::TypeProto::Tensor& type = proto.type().tensor_type();
    const std::optional<DType> dtype = onnx_dtype(type.elem_type());
    OnnxInput input{proto.name(), dtype.value_or(DType::kFloat32), {}};
    if (!dtype) {
      errors_.push_back(
          Error{"onnx.dtype", place(proto.name()),
                fmt::format("is an input of the element type {} of ONNX, which is not supported", type.elem_type()),
                "give the model inputs of float32"});
    }
    if (!type.has_shape() || type.shape().dim_size() > static_cast<int>(kMostOnnxDimensions)) {
      errors_.push_back(Error{"onnx.shape", place(proto.name()),
                              fmt::format("is an input without a shape of at most {} dimensions", kMostOnnxDimensions),
                              "export the model with the shape of its input"});
      return;
    }
    for (const auto& dim : type.shape().dim()) {
      // Sizes of 0 and less are what older exporters write for an open batch.
      input.shape.push_back(dim.dim_value() > 0 ? dim.dim_value() : OnnxInput::kAnySize);
    }
    graph_.inputs.push_back(std::move(input));
  }

  void add_node(const ::onnx::NodeProto& proto, int index) {
    OnnxNode node;
    node.domain = domain_of(proto.domain());
    node.op = printable(proto.op_type());
    node.name = proto.name().empty() ? fmt::format("{}_{}", node.op, index) : printable(proto.name());
    node.inputs.assign(proto.input().begin(), proto.input().end());
    node.outputs.assign(proto.output().begin(), proto.output().end());
    for (const auto& attribute : proto.attribute()) add_attribute(node, attribute);
    graph_.nodes.push_back(std::move(node));
  }

  void add_attribute(OnnxNode& node, const ::onnx::AttributeProto& proto) {
    std::optional<OnnxAttribute> value;
    switch (proto.type()) {
      case ::onnx::AttributeProto::INT:
        value = proto.i();
        break;
      case ::onnx::AttributeProto::FLOAT:
        value = static_cast<double>(proto.f());
        break;
      case ::onnx::AttributeProto::STRING:
        value = proto.s();
        break;
      case ::onnx::AttributeProto::INTS:
        value = std::vector<std::int64_t>(proto.ints().begin(), proto.ints().end());
        break;
      case ::onnx::AttributeProto::FLOATS:
        value = std::vector<double>(proto.floats().begin(), proto.floats().end());
        break;
      case ::onnx::AttributeProto::STRINGS:
        value = std::vector<std::string>(proto.strings().begin(), proto.strings().end());
        break;
      case ::onnx::AttributeProto::TENSOR:
        value = tensor_of(proto.t(), graph_.place(node));
        break;
      default:
        break;
    }
    const std::string name = printable(proto.name());
    if (!value) {
      errors_.push_back(Error{"onnx.attribute", graph_.place(node),
                              fmt::format("has the attribute {} of a kind that is not supported", name),
                              "graphs within graphs, and types, are not supported"});
    } else if (!node.attributes.emplace(name, std::move(*value)).second) {
      errors_.push_back(
          Error{"onnx.attribute", graph_.place(node), fmt::format("has the attribute {} twice", name), kAgain});
    }
  }

  OnnxGraph graph_;
  Errors errors_;
};

}  // namespace

Result<OnnxGraph> parse_onnx(std::string_view bytes, const std::string& name) {
  ::onnx::ModelProto model;
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
      !model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fault("onnx.format", name, fmt::format("is no ONNX model, or is damaged ({} bytes)", bytes.size()),
                 "copy or export it again; a PyTorch checkpoint needs torch.onnx.export first");
  }
  return Reader(name).read(model);
}

Result<OnnxGraph> read_onnx(const std::string& path) {
  constexpr std::uint64_t kMostBytes = (std::uint64_t{1} << 31) - 1;
  const Result<std::string> bytes = read_file(path, kMostBytes);
  if (!bytes) return faults(bytes.error());
  return parse_onnx(*bytes, path);
}

}  // namespace rtl4ml
