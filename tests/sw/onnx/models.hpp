// ONNX files written by hand: protobuf's wire format, so that a test can also write what no exporter would.
// Source of the field numbers: onnx.proto of ONNX 1.12
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/tensor.hpp"
#include "sw/onnx/tensor.hpp"
#include "tests/catch.hpp"

namespace rtl4ml::test {

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 128; value >>= 7) bytes += static_cast<char>((value & 127U) | 128U);
  return bytes + static_cast<char>(value);
}

inline std::string number_field(int field, std::int64_t value) {
  return varint(static_cast<std::uint64_t>(field) << 3) + varint(static_cast<std::uint64_t>(value));
}

inline std::string text_field(int field, const std::string& content) {
  return varint(static_cast<std::uint64_t>(field) << 3 | 2) + varint(content.size()) + content;
}

inline std::string float_bytes(double value) {
  const auto narrow = static_cast<float>(value);
  std::string bytes(sizeof narrow, '\0');
  std::memcpy(bytes.data(), &narrow, sizeof narrow);
  return bytes;
}

/// ONNX's number of an element type.
inline int onnx_type(DType dtype) {
  switch (dtype) {
    case DType::kFloat32:
      return 1;
    case DType::kUInt8:
      return 2;
    case DType::kInt8:
      return 3;
    case DType::kInt16:
      return 5;
    case DType::kInt32:
      return 6;
    case DType::kInt64:
      return 7;
    case DType::kBool:
      return 9;
    case DType::kFloat16:
      return 10;
    case DType::kFloat64:
      return 11;
    case DType::kBFloat16:
      return 16;
  }
  return 0;
}

/// A TensorProto in its typed fields: float32, float64, int64, and what int32_data holds.
inline std::string tensor_proto(const std::string& name, const OnnxTensor& tensor) {
  std::string proto;
  for (const std::int64_t size : tensor.shape) proto += number_field(1, size);
  proto += number_field(2, onnx_type(tensor.dtype));
  std::string data;
  for (const double value : tensor.values) {
    if (tensor.dtype == DType::kFloat32) {
      data += float_bytes(value);
    } else if (tensor.dtype == DType::kFloat64) {
      data.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else {
      data += varint(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
    }
  }
  const int field = tensor.dtype == DType::kFloat32   ? 4
                    : tensor.dtype == DType::kInt64   ? 7
                    : tensor.dtype == DType::kFloat64 ? 10
                                                      : 5;
  return proto + text_field(field, data) + text_field(8, name);
}

/// A TensorProto with raw data.
inline std::string raw_tensor(const std::string& name, int type, const OnnxShape& shape, const std::string& data) {
  std::string proto;
  for (const std::int64_t size : shape) proto += number_field(1, size);
  return proto + number_field(2, type) + text_field(8, name) + text_field(9, data);
}

/// An AttributeProto.
struct Attribute {
  Attribute(const std::string& name, std::int64_t value) : proto(start(name, 2) + number_field(3, value)) {}
  Attribute(const std::string& name, int value) : Attribute(name, std::int64_t{value}) {}
  Attribute(const std::string& name, double value) : proto(start(name, 1) + varint(2U << 3 | 5) + float_bytes(value)) {}
  Attribute(const std::string& name, const char* value) : proto(start(name, 3) + text_field(4, value)) {}
  Attribute(const std::string& name, const std::vector<std::int64_t>& values) : proto(start(name, 7)) {
    for (const std::int64_t value : values) proto += number_field(8, value);
  }
  Attribute(const std::string& name, const std::vector<double>& values) : proto(start(name, 6)) {
    for (const double value : values) proto += varint(7U << 3 | 5) + float_bytes(value);
  }
  Attribute(const std::string& name, const OnnxTensor& value)
      : proto(start(name, 4) + text_field(5, tensor_proto("", value))) {}
  static std::string start(const std::string& name, int type) { return text_field(1, name) + number_field(20, type); }
  std::string proto;
};

using Names = std::vector<std::string>;

/// A NodeProto.
inline std::string node_proto(const std::string& op, const Names& inputs, const Names& outputs,
                              const std::vector<Attribute>& attributes = {}, const std::string& domain = "",
                              const std::string& name = "") {
  std::string proto;
  for (const std::string& input : inputs) proto += text_field(1, input);
  for (const std::string& output : outputs) proto += text_field(2, output);
  if (!name.empty()) proto += text_field(3, name);
  proto += text_field(4, op);
  for (const Attribute& attribute : attributes) proto += text_field(5, attribute.proto);
  return domain.empty() ? proto : proto + text_field(7, domain);
}

/// A ValueInfoProto; sizes below 0 are symbols.
inline std::string value_proto(const std::string& name, const OnnxShape& shape, int type = 1) {
  std::string dims;
  for (const std::int64_t size : shape) dims += text_field(1, size < 0 ? text_field(2, "N") : number_field(1, size));
  return text_field(1, name) + text_field(2, text_field(1, number_field(1, type) + text_field(2, dims)));
}

/// The bytes of a model, part by part.
class ModelWriter {
 public:
  explicit ModelWriter(std::int64_t opset = 13) : opset_(opset) {}

  ModelWriter& input(const std::string& name, const OnnxShape& shape, int type = 1) {
    return add(11, value_proto(name, shape, type));
  }
  ModelWriter& output(const std::string& name) { return add(12, value_proto(name, {})); }
  ModelWriter& constant(const std::string& name, const OnnxTensor& tensor) {
    return add(5, tensor_proto(name, tensor));
  }
  ModelWriter& floats(const std::string& name, const OnnxShape& shape, const std::vector<double>& values) {
    return constant(name, {DType::kFloat32, shape, values});
  }
  ModelWriter& integers(const std::string& name, const OnnxShape& shape, const std::vector<double>& values) {
    return constant(name, {DType::kInt64, shape, values});
  }
  ModelWriter& node(const std::string& op, const Names& inputs, const Names& outputs,
                    const std::vector<Attribute>& attributes = {}, const std::string& domain = "",
                    const std::string& name = "") {
    return add(1, node_proto(op, inputs, outputs, attributes, domain, name));
  }
  /// A field of the GraphProto, already written.
  ModelWriter& add(int field, const std::string& content) {
    graph_ += text_field(field, content);
    return *this;
  }

  [[nodiscard]] std::string bytes() const {
    return number_field(1, 8) + text_field(2, "test") + text_field(7, graph_) + text_field(8, number_field(2, opset_)) +
           text_field(8, text_field(1, "qonnx.custom_op.general") + number_field(2, 1));
  }

 private:
  std::int64_t opset_;
  std::string graph_;
};

template <class T>
std::string told(const Result<T>& result) {
  return result ? "" : to_string(result.error());
}

/// Some fault of the result has this code, a message with this text, and says how to mend it.
template <class T>
void check_refused(const Result<T>& result, const std::string& code, const std::string& text) {
  INFO(code << " with '" << text << "' in: " << told(result));
  REQUIRE_FALSE(result);
  bool found = false;
  for (const Error& error : result.error()) {
    found = found || (error.code == code && to_string(error).find(text) != std::string::npos && !error.fix.empty());
  }
  CHECK(found);
}

}  // namespace rtl4ml::test
