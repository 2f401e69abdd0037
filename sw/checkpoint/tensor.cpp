#include "sw/checkpoint/tensor.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>

namespace rtl4ml {
namespace {

template <class Element, class Value, class Convert>
std::vector<Value> converted(const std::vector<std::byte>& data, Convert convert) {
  std::vector<Value> values(data.size() / sizeof(Element));
  const std::byte* from = data.data();
  for (Value& value : values) {
    Element element;
    std::memcpy(&element, from, sizeof element);
    value = convert(element);
    from += sizeof element;
  }
  return values;
}

template <class Element, class Value>
std::vector<Value> converted(const std::vector<std::byte>& data) {
  return converted<Element, Value>(data, [](Element element) { return static_cast<Value>(element); });
}

/// IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits; every value is a float exactly.
float half_to_float(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  const float sign = (bits & 0x8000) != 0 ? -1.0F : 1.0F;
  if (exponent == 31) {
    return fraction != 0 ? std::nanf("") : sign * HUGE_VALF;
  }
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

template <class Value>
std::vector<Value> values_of(const Tensor& tensor) {
  const std::vector<std::byte>& data = tensor.data;
  assert(data.size() == static_cast<std::size_t>(tensor.numel()) * byte_size(tensor.dtype));
  switch (tensor.dtype) {
    case DType::kFloat16:
      return converted<std::uint16_t, Value>(data, half_to_float);
    case DType::kBFloat16:
      return converted<std::uint16_t, Value>(
          data, [](std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); });
    case DType::kFloat32:
      return converted<float, Value>(data);
    case DType::kFloat64:
      return converted<double, Value>(data);
    case DType::kInt8:
      return converted<std::int8_t, Value>(data);
    case DType::kUInt8:
      return converted<std::uint8_t, Value>(data);
    case DType::kInt16:
      return converted<std::int16_t, Value>(data);
    case DType::kInt32:
      return converted<std::int32_t, Value>(data);
    case DType::kInt64:
      return converted<std::int64_t, Value>(data);
    case DType::kBool:
      return converted<std::uint8_t, Value>(data, [](std::uint8_t byte) { return byte != 0 ? 1.0F : 0.0F; });
  }
  return {};
}

}  // namespace

std::string to_string(DType dtype) {
  switch (dtype) {
    case DType::kFloat16:
      return "float16";
    case DType::kBFloat16:
      return "bfloat16";
    case DType::kFloat32:
      return "float32";
    case DType::kFloat64:
      return "float64";
    case DType::kInt8:
      return "int8";
    case DType::kUInt8:
      return "uint8";
    case DType::kInt16:
      return "int16";
    case DType::kInt32:
      return "int32";
    case DType::kInt64:
      return "int64";
    case DType::kBool:
      return "bool";
  }
  return "";
}

std::size_t byte_size(DType dtype) {
  switch (dtype) {
    case DType::kInt8:
    case DType::kUInt8:
    case DType::kBool:
      return 1;
    case DType::kFloat16:
    case DType::kBFloat16:
    case DType::kInt16:
      return 2;
    case DType::kFloat32:
    case DType::kInt32:
      return 4;
    case DType::kFloat64:
    case DType::kInt64:
      return 8;
  }
  return 1;
}

bool is_floating_point(DType dtype) {
  return dtype == DType::kFloat16 || dtype == DType::kBFloat16 || dtype == DType::kFloat32 || dtype == DType::kFloat64;
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + "]";
}

std::optional<std::int64_t> checked_numel(const std::vector<std::int64_t>& shape) {
  if (std::any_of(shape.begin(), shape.end(), [](std::int64_t size) { return size < 0; })) return std::nullopt;
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::int64_t numel = 1;
  for (const std::int64_t size : shape) {
    if (__builtin_mul_overflow(numel, size, &numel)) return std::nullopt;
  }
  return numel;
}

std::int64_t Tensor::numel() const { return checked_numel(shape).value_or(0); }

std::vector<float> Tensor::to_float() const {
  if (dtype != DType::kFloat32) return values_of<float>(*this);
  std::vector<float> values(data.size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), data.data(), data.size());
  return values;
}

std::vector<double> Tensor::to_double() const { return values_of<double>(*this); }

const Tensor* Checkpoint::find(const std::string& name) const {
  for (const Tensor& tensor : tensors) {
    if (tensor.name == name) return &tensor;
  }
  return nullptr;
}

}  // namespace rtl4ml
