#include "sw/data/npy.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

#include "sw/base/file.hpp"
#include "sw/data/labels.hpp"
#include "sw/data/npy_header.hpp"

namespace rtl4ml {
namespace {

static_assert(std::endian::native == std::endian::little, "the elements are copied as they lie in the file");

constexpr std::uint64_t kMaxFile = std::uint64_t{4} << 30;

template <class T>
double load_as(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return static_cast<double>(value);
}

/// IEEE 754 binary16.
double load_half(const char* bytes) {
  std::uint16_t code = 0;
  std::memcpy(&code, bytes, sizeof code);
  const int exponent = code >> 10 & 0x1F;
  const int fraction = code & 0x3FF;
  double magnitude = 0.0;
  if (exponent == 31) {
    magnitude = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  } else if (exponent == 0) {
    magnitude = std::ldexp(fraction, -24);
  } else {
    magnitude = std::ldexp(fraction + 1024, exponent - 25);
  }
  return (code & 0x8000) != 0 ? -magnitude : magnitude;
}

using Loader = double (*)(const char*);

Loader loader_of(const NpyHeader& header) {
  if (header.kind == 'f') {
    if (header.item_size == 2) return &load_half;
    return header.item_size == 4 ? &load_as<float> : &load_as<double>;
  }
  const bool is_signed = header.kind == 'i';
  switch (header.item_size) {
    case 1:
      return is_signed ? &load_as<std::int8_t> : &load_as<std::uint8_t>;
    case 2:
      return is_signed ? &load_as<std::int16_t> : &load_as<std::uint16_t>;
    case 4:
      return is_signed ? &load_as<std::int32_t> : &load_as<std::uint32_t>;
    default:
      return &load_as<std::int64_t>;
  }
}

/// Calls visit(position in row-major order, position in the file) for every element.
template <class Visit>
void for_each_element(const NpyHeader& header, const Visit& visit) {
  if (!header.fortran_order) {
    for (std::size_t at = 0; at < header.elements; ++at) visit(at, at);
    return;
  }
  const std::size_t dimensions = header.shape.size();
  std::vector<std::size_t> stride(dimensions, 1);
  for (std::size_t d = 1; d < dimensions; ++d)
    stride[d] = stride[d - 1] * static_cast<std::size_t>(header.shape[d - 1]);
  std::vector<std::int64_t> index(dimensions, 0);
  std::size_t in_file = 0;
  for (std::size_t at = 0; at < header.elements; ++at) {
    visit(at, in_file);
    for (std::size_t d = dimensions; d-- > 0;) {  // count up, the last dimension first
      in_file += stride[d];
      if (++index[d] < header.shape[d]) break;
      in_file -= stride[d] * static_cast<std::size_t>(header.shape[d]);
      index[d] = 0;
    }
  }
}

std::string header_text(const std::string& type, const std::vector<std::int64_t>& shape) {
  std::string text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (";
  for (const std::int64_t size : shape) text += std::to_string(size) + ", ";
  if (shape.size() > 1) text.resize(text.size() - 2);
  text += "), }";
  const std::size_t before = 10;  // magic, version, length
  text.append(63 - (before + text.size()) % 64, ' ');
  text += '\n';  // now a multiple of 64, as the format asks
  return text;
}

template <class T>
Result<void> write_array(const std::string& path, const std::string& type, const std::vector<std::int64_t>& shape,
                         std::span<const T> values) {
  const std::string header = header_text(type, shape);
  std::string content("\x93NUMPY\x01\x00", 8);
  content += static_cast<char>(header.size() & 0xFF);
  content += static_cast<char>(header.size() >> 8);
  content += header;
  content.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  return write_file(path, content);
}

}  // namespace

Result<NpyArray> read_npy(const std::string& path) {
  const Result<std::string> content = read_file(path, kMaxFile);
  if (!content) return faults(content.error());
  Result<NpyHeader> header = parse_npy_header(path, *content);
  if (!header) return faults(header.error());
  NpyArray array;
  array.shape = header->shape;
  array.values.resize(header->elements);
  const Loader load = loader_of(*header);
  const char* const data = content->data() + header->data_offset;
  for_each_element(*header, [&](std::size_t at, std::size_t in_file) {
    array.values[at] = load(data + in_file * header->item_size);
  });
  for (std::size_t at = 0; at < array.values.size(); ++at) {
    if (std::isfinite(array.values[at])) continue;
    return fault("data.value", path,
                 "element " + std::to_string(at) + " is " + (std::isnan(array.values[at]) ? "NaN" : "infinite"),
                 "remove or replace such values; fixed point has none");
  }
  return array;
}

Result<Dataset> read_npy_dataset(const std::string& path, const std::string& labels, std::int64_t count) {
  Result<NpyArray> array = read_npy(path);
  if (!array) return faults(array.error());
  if (array->shape.size() < 2) {
    return fault("data.npy", path,
                 "has " + std::to_string(array->shape.size()) + " dimensions; [count][features...] needs two or more",
                 "numpy.save(path, x.reshape(1, -1)) for a single vector");
  }
  const std::int64_t all = array->shape.front();
  if (array->values.empty()) return fault("data.npy", path, "holds no elements", "save at least one vector");
  const std::size_t features = array->values.size() / static_cast<std::size_t>(all);
  if (features > static_cast<std::size_t>(kMaxFeatures)) {
    return fault("data.npy", path,
                 std::to_string(features) + " features in a vector; " + std::to_string(kMaxFeatures) + " are the most",
                 "is the first dimension the number of vectors?");
  }
  Dataset data;
  data.count = count > 0 ? std::min(count, all) : all;
  data.features = static_cast<int>(features);
  data.inputs = std::move(array->values);
  data.inputs.resize(static_cast<std::size_t>(data.count) * features);
  if (labels.empty()) return data;

  Result<NpyArray> column = read_npy(labels);
  if (!column) return faults(column.error());
  if (column->shape.empty() || column->shape.front() != all || column->values.size() != static_cast<std::size_t>(all)) {
    return fault("data.labels", labels,
                 "holds " + std::to_string(column->values.size()) + " labels for the " + std::to_string(all) +
                     " vectors of " + path,
                 "save one label per vector, shape [count]");
  }
  for (std::int64_t i = 0; i < data.count; ++i) {
    const std::optional<std::int64_t> label = label_of(column->values[static_cast<std::size_t>(i)]);
    if (!label)
      return bad_label(labels + ": element " + std::to_string(i), column->values[static_cast<std::size_t>(i)]);
    data.labels.push_back(*label);
  }
  return data;
}

Result<void> write_npy(const std::string& path, const std::vector<std::int64_t>& shape,
                       std::span<const double> values) {
  return write_array(path, "<f8", shape, values);
}

Result<void> write_npy(const std::string& path, const std::vector<std::int64_t>& shape,
                       std::span<const std::int64_t> values) {
  return write_array(path, "<i8", shape, values);
}

}  // namespace rtl4ml
