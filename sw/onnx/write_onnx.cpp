#include "sw/onnx/write_onnx.hpp"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <cmath>
#include <map>
#include <span>
#include <vector>

#include "sw/base/file.hpp"
#include "sw/base/overloaded.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kQonnx = "qonnx.custom_op.general";
constexpr std::int64_t kOpset = 13, kIrVersion = 8, kQonnxVersion = 1;

class Writer {
 public:
  explicit Writer(const Network& network) {
    for (const Layer& layer : network.layers) kinds_[layer.name] = &layer.kind;
    model_.set_ir_version(kIrVersion);
    model_.set_producer_name("rtl4ml");
    add_opset("", kOpset);
    add_opset(kQonnx, kQonnxVersion);
    model_.mutable_graph()->set_name("network");
  }

  Result<std::string> write(const QuantizedModel& model) {
    value_ = "data_in";
    describe(*graph().add_input(), value_, model.in_features(), ::onnx::TensorProto::FLOAT);
    layer_ = "the input";
    quantize("data_in", model.data_in(), Rounding::kHalfEven, Overflow::kSaturate);
    for (const QuantizedLayer& layer : model.layers) {
      layer_ = layer.name;
      std::visit([&](const auto& op) { add(op); }, layer.op);
    }
    describe(*graph().add_output(), value_, model.out_features(),
             model.answers_class() ? ::onnx::TensorProto::INT64 : ::onnx::TensorProto::FLOAT);
    if (!errors_.empty()) return faults(std::move(errors_));
    return model_.SerializeAsString();
  }

 private:
  ::onnx::GraphProto& graph() { return *model_.mutable_graph(); }
  void refuse(const std::string& message, const std::string& fix) {
    errors_.push_back(Error{"onnx.export", "layer " + layer_, message, fix});
  }

  void add_opset(const char* domain, std::int64_t version) {
    ::onnx::OperatorSetIdProto& opset = *model_.add_opset_import();
    opset.set_domain(domain);
    opset.set_version(version);
  }

  static void describe(::onnx::ValueInfoProto& value, const std::string& name, int features,
                       ::onnx::TensorProto::DataType element) {
    value.set_name(name);
    ::onnx::TypeProto::Tensor& type = *value.mutable_type()->mutable_tensor_type();
    type.set_elem_type(element);
    type.mutable_shape()->add_dim()->set_dim_value(1);
    type.mutable_shape()->add_dim()->set_dim_value(features);
  }

  /// A float32 initialiser; a fault where a number is not exactly one.
  std::string constant(const std::string& what, const std::vector<std::int64_t>& shape,
                       const std::vector<double>& values) {
    ::onnx::TensorProto& tensor = *graph().add_initializer();
    tensor.set_name(layer_ + "_" + what);
    tensor.set_data_type(::onnx::TensorProto::FLOAT);
    for (const std::int64_t size : shape) tensor.add_dims(size);
    bool exact = true;
    for (const double value : values) {
      tensor.add_float_data(static_cast<float>(value));
      exact = exact && static_cast<double>(static_cast<float>(value)) == value;
    }
    if (!exact) refuse(fmt::format("has a {} with more than the 24 bits of a float32", what), "use a narrower type");
    return tensor.name();
  }

  ::onnx::NodeProto& node(const std::string& op, const std::vector<std::string>& inputs, const std::string& output) {
    ::onnx::NodeProto& made = *graph().add_node();
    made.set_op_type(op);
    made.set_name(output);
    for (const std::string& input : inputs) made.add_input(input);
    made.add_output(output);
    return made;
  }
  /// A node that takes the chain's value first, and gives the next one.
  ::onnx::NodeProto& step(const std::string& op, const std::vector<std::string>& others = {}) {
    std::vector<std::string> inputs = {value_};
    inputs.insert(inputs.end(), others.begin(), others.end());
    value_ = fmt::format("{}_{}", layer_, op);
    return node(op, inputs, value_);
  }

  static void set(::onnx::NodeProto& node, const char* name, std::int64_t value) {
    ::onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(::onnx::AttributeProto::INT);
    attribute.set_i(value);
  }

  /// The value brought to the type by a Quant. Result: its name.
  std::string quantized(const std::string& value, const std::string& what, const FixedType& type, Rounding rounding,
                        Overflow overflow) {
    const std::map<Rounding, const char*> modes = {{Rounding::kHalfEven, "ROUND"},
                                                   {Rounding::kHalfAway, "HALF_UP"},
                                                   {Rounding::kFloor, "FLOOR"},
                                                   {Rounding::kTowardZero, "DOWN"}};
    const auto mode = modes.find(rounding);
    if (mode == modes.end()) refuse("rounds ties up, which QONNX cannot say", "use another `rounding`");
    if (overflow == Overflow::kWrap) refuse("wraps, which QONNX cannot say", "use `overflow: saturate`");
    if (type.is_signed && type.width == 1)
      refuse("has a signed type of one bit, which QONNX takes for -1 and 1", "use two bits");
    const std::string scale = constant(what + "_scale", {}, {std::ldexp(1.0, -type.frac_width)});
    const std::string zero = constant(what + "_zero", {}, {0.0});
    const std::string width = constant(what + "_width", {}, {static_cast<double>(type.width)});
    ::onnx::NodeProto& quant = node("Quant", {value, scale, zero, width}, fmt::format("{}_{}_quant", layer_, what));
    quant.set_domain(kQonnx);
    set(quant, "signed", type.is_signed ? 1 : 0);
    set(quant, "narrow", 0);
    ::onnx::AttributeProto& attribute = *quant.add_attribute();
    attribute.set_name("rounding_mode");
    attribute.set_type(::onnx::AttributeProto::STRING);
    attribute.set_s(mode == modes.end() ? "ROUND" : mode->second);
    return quant.output(0);
  }
  void quantize(const std::string& what, const FixedType& type, Rounding rounding, Overflow overflow) {
    value_ = quantized(value_, what, type, rounding, overflow);
  }
  template <class Op>
  void quantize_output(const Op& op) {
    quantize("data_out", op.data_out, op.rounding, op.overflow);
  }

  template <class Code>
  static std::vector<double> reals(const std::vector<Code>& codes, const FixedType& type) {
    std::vector<double> values;
    for (const Code code : codes) values.push_back(std::ldexp(static_cast<double>(code), -type.frac_width));
    return values;
  }
  /// A parameter behind the Quant of its type.
  template <class Code>
  std::string parameter(const std::string& what, const std::vector<std::int64_t>& shape, const std::vector<Code>& codes,
                        const FixedType& type) {
    return quantized(constant(what, shape, reals(codes, type)), what, type, Rounding::kHalfEven, Overflow::kSaturate);
  }

  void add(const LinearOp& op) {
    std::vector<std::string> inputs = {
        parameter("weight", {op.out_features, op.in_features}, op.weight, op.weight_type)};
    if (!op.bias.empty()) inputs.push_back(parameter("bias", {op.out_features}, op.bias, op.bias_type));
    set(step("Gemm", inputs), "transB", 1);
    quantize_output(op);
  }
  void add(const ReluOp& op) {
    step("Relu");
    quantize_output(op);
  }
  void add(const LeakyReluOp& op) {
    step("PRelu", {constant("slope", {1}, reals(std::vector<std::int64_t>{op.slope}, op.slope_type))});
    quantize_output(op);
  }
  void add(const PReluOp& op) {
    step("PRelu", {constant("slope", {static_cast<std::int64_t>(op.slope.size())}, reals(op.slope, op.slope_type))});
    quantize_output(op);
  }
  void add(const ClipOp& op) {
    quantize_output(op);
    const std::vector<double> bounds = reals(std::vector<std::int64_t>{op.min_code, op.max_code}, op.data_out);
    step("Clip", {constant("min", {}, {bounds[0]}), constant("max", {}, {bounds[1]})});
  }
  void add(const CastOp& op) { quantize_output(op); }
  void add(const AffineOp& op) {
    const auto features = static_cast<std::int64_t>(op.weight.size());
    step("Mul", {parameter("weight", {features}, op.weight, op.weight_type)});
    step("Add", {parameter("bias", {features}, op.bias, op.bias_type)});
    quantize_output(op);
  }
  void add(const TableOp& op) {
    const auto kind = kinds_.find(layer_);
    const auto* table = kind == kinds_.end() ? nullptr : std::get_if<TableLayer>(kind->second);
    const bool sigmoid = table != nullptr && table->function == TableFunction::kSigmoid;
    if (!sigmoid && (table == nullptr || table->function != TableFunction::kTanh)) {
      return refuse(fmt::format("is a {}, which has no operator in ONNX",
                                table == nullptr ? "table" : to_string(table->function)),
                    "sigmoid and tanh have one");
    }
    step(sigmoid ? "Sigmoid" : "Tanh");
    quantize_output(op);
  }
  void add(const ArgmaxOp&) { set(step("ArgMax"), "axis", 1); }
  void add(const ThresholdOp&) {
    refuse("compares with thresholds, which has no operator in ONNX", "export the network that it was imported from");
  }

  std::map<std::string, const LayerKind*> kinds_;
  ::onnx::ModelProto model_;
  std::string value_;  ///< that the next layer reads
  std::string layer_;
  Errors errors_;
};

}  // namespace

Result<std::string> onnx_bytes(const QuantizedModel& model, const Network& network) {
  return Writer(network).write(model);
}

Result<void> write_onnx(const std::string& path, const QuantizedModel& model, const Network& network) {
  const Result<std::string> bytes = onnx_bytes(model, network);
  if (!bytes) return faults(bytes.error());
  return write_file(path, *bytes);
}

}  // namespace rtl4ml
