#include "sw/checkpoint/safetensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMostHeaderBytes = 100'000'000;  // the format's own limit
constexpr std::size_t kMostDimensions = 64;
constexpr const char* kMetadata = "__metadata__";

constexpr std::array<std::pair<const char*, DType>, 10> kTypes = {{{"BOOL", DType::kBool},
                                                                   {"U8", DType::kUInt8},
                                                                   {"I8", DType::kInt8},
                                                                   {"I16", DType::kInt16},
                                                                   {"I32", DType::kInt32},
                                                                   {"I64", DType::kInt64},
                                                                   {"F16", DType::kFloat16},
                                                                   {"BF16", DType::kBFloat16},
                                                                   {"F32", DType::kFloat32},
                                                                   {"F64", DType::kFloat64}}};

struct Entry {
  std::string name;
  std::string dtype;
  std::vector<std::int64_t> shape;
  std::vector<std::uint64_t> offsets;
  bool has_dtype = false, has_shape = false, has_offsets = false;
};

/// Takes the header's events as they come: no document of hostile depth or size is ever built.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<Entry> entries;
  std::map<std::string, std::string> metadata;
  std::string code = "checkpoint.header";
  std::string problem;

  bool null() override { return fail("null"); }
  bool boolean(bool) override { return fail("true or false"); }
  bool number_float(double, const std::string& text) override { return fail("the number " + text); }
  bool binary(binary_t&) override { return fail("binary data"); }
  bool number_integer(std::int64_t value) override { return fail("the negative number " + std::to_string(value)); }

  bool number_unsigned(std::uint64_t value) override {
    if (!in_array_) return fail("the number " + std::to_string(value));
    Entry& entry = entries.back();
    if (field_ == "data_offsets") {
      if (entry.offsets.size() == 2) return fail("a third offset");
      entry.offsets.push_back(value);
      return true;
    }
    if (entry.shape.size() == kMostDimensions) return fail(fmt::format("more than {} dimensions", kMostDimensions));
    if (value > static_cast<std::uint64_t>(INT64_MAX)) return fail("the size " + std::to_string(value));
    entry.shape.push_back(static_cast<std::int64_t>(value));
    return true;
  }

  bool string(std::string& text) override {
    if (depth_ == 2 && in_metadata_) {
      metadata[field_] = text;
      return true;
    }
    if (depth_ != 2 || in_array_ || field_ != "dtype") return fail("the text \"" + text.substr(0, 40) + "\"");
    entries.back().dtype = text;
    return true;
  }

  bool start_object(std::size_t) override {
    if (in_array_ || depth_ == 2) return fail("an object");
    ++depth_;
    if (depth_ == 2) {
      in_metadata_ = name_ == kMetadata;
      if (!in_metadata_) entries.push_back(Entry{.name = name_, .dtype = {}, .shape = {}, .offsets = {}});
      fields_.clear();
    }
    return true;
  }

  bool key(std::string& text) override {
    if (depth_ == 1) {
      name_ = text;
      if (names_.insert(text).second) return true;
      code = "checkpoint.duplicate";
      problem = fmt::format("the header holds {} twice", text);
      return false;
    }
    field_ = text;
    if (!fields_.insert(text).second) return fail("the field " + text.substr(0, 40) + " twice");
    if (in_metadata_) return true;
    Entry& entry = entries.back();
    if (text == "dtype") return entry.has_dtype = true;
    if (text == "shape") return entry.has_shape = true;
    if (text == "data_offsets") return entry.has_offsets = true;
    return fail("the unknown field " + text.substr(0, 40));
  }

  bool end_object() override {
    --depth_;
    return true;
  }

  bool start_array(std::size_t) override {
    if (depth_ != 2 || in_metadata_ || in_array_ || field_ == "dtype") return fail("a list");
    return in_array_ = true;
  }

  bool end_array() override {
    in_array_ = false;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    if (problem.empty()) problem = fmt::format("the header is not JSON (at its byte {})", position);
    return false;
  }

 private:
  bool fail(const std::string& what) {
    problem = depth_ == 0 ? fmt::format("the header is {}, not an object", what)
                          : fmt::format("{}: {} is not allowed here", name_.substr(0, 200), what);
    return false;
  }

  int depth_ = 0;
  bool in_array_ = false;
  bool in_metadata_ = false;
  std::string name_;
  std::string field_;
  std::unordered_set<std::string> names_;
  std::set<std::string> fields_;
};

std::string place(const InputFile& file, const std::string& tensor) { return file.path() + ": " + tensor; }

std::optional<DType> dtype_of(const std::string& name) {
  for (const auto& [known, dtype] : kTypes) {
    if (name == known) return dtype;
  }
  return std::nullopt;
}

/// The tensor without its data, or why it cannot be one.
Result<Tensor> described(const InputFile& file, const Entry& entry, std::uint64_t data_bytes) {
  const std::string where = place(file, entry.name);
  if (!entry.has_dtype || !entry.has_shape || entry.offsets.size() != 2) {
    return fault("checkpoint.header", where, "needs dtype, shape and two data_offsets", "write the file again");
  }
  const std::optional<DType> dtype = dtype_of(entry.dtype);
  if (!dtype) {
    return fault("checkpoint.dtype", where,
                 fmt::format("has the element type {}, which is not supported", entry.dtype.substr(0, 40)),
                 "convert it to float32 before saving");
  }
  const std::optional<std::int64_t> numel = checked_numel(entry.shape);
  std::uint64_t bytes = 0;
  if (!numel || __builtin_mul_overflow(static_cast<std::uint64_t>(*numel), byte_size(*dtype), &bytes)) {
    return fault("checkpoint.shape", where, fmt::format("the shape {} overflows", shape_text(entry.shape)),
                 "write the file again");
  }
  const std::uint64_t begin = entry.offsets[0];
  const std::uint64_t end = entry.offsets[1];
  if (begin > end || end > data_bytes) {
    return fault("checkpoint.offsets", where,
                 fmt::format("lies at bytes {} to {} of {} bytes of data", begin, end, data_bytes),
                 "the file was probably cut off: copy or write it again");
  }
  if (end - begin != bytes) {
    return fault("checkpoint.shape", where,
                 fmt::format("shape {} of {} needs {} bytes, data_offsets give it {}", shape_text(entry.shape),
                             to_string(*dtype), bytes, end - begin),
                 "write the file again");
  }
  Tensor tensor;
  tensor.name = entry.name;
  tensor.dtype = *dtype;
  tensor.shape = entry.shape;
  return tensor;
}

/// Faults where the tensors leave holes or overlap.
Errors check_tiling(const InputFile& file, const std::vector<Entry>& entries, std::uint64_t data_bytes) {
  std::vector<const Entry*> sorted;
  for (const Entry& entry : entries) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(), [](const Entry* a, const Entry* b) { return a->offsets < b->offsets; });
  Errors errors;
  std::uint64_t expected = 0;
  for (const Entry* entry : sorted) {
    if (entry->offsets[0] != expected) {
      errors.push_back(
          Error{"checkpoint.offsets", place(file, entry->name),
                fmt::format("starts at byte {}, but the tensors before it end at {}", entry->offsets[0], expected),
                "tensors must follow each other without holes or overlap: write the file again"});
    }
    expected = std::max(expected, entry->offsets[1]);
  }
  if (errors.empty() && expected != data_bytes) {
    errors.push_back(Error{"checkpoint.offsets", file.path(),
                           fmt::format("the tensors end at byte {} of {} bytes of data", expected, data_bytes),
                           "write the file again"});
  }
  return errors;
}

std::uint64_t header_length(const InputFile& file) {
  std::array<std::byte, kLengthBytes> raw{};
  if (!file.read(0, raw)) return 0;
  std::uint64_t length = 0;
  for (std::size_t i = kLengthBytes; i-- > 0;) length = length << 8 | std::to_integer<std::uint64_t>(raw[i]);
  return length;
}

std::string json_text(const std::string& text) { return nlohmann::json(text).dump(); }

}  // namespace

bool looks_like_safetensors(const InputFile& file) {
  std::array<std::byte, 1> brace{};
  // The length's upper bytes are zero in any real file; that also tells it from text.
  return file.read(kLengthBytes, brace) && brace[0] == std::byte{'{'};
}

Result<Checkpoint> read_safetensors(const InputFile& file) {
  if (file.size() < kLengthBytes) {
    return fault("checkpoint.truncated", file.path(),
                 fmt::format("has {} bytes; a safetensors file has at least 8", file.size()),
                 "copy or write the file again");
  }
  const std::uint64_t length = header_length(file);
  if (length > kMostHeaderBytes) {
    return fault("checkpoint.header", file.path(),
                 fmt::format("claims a header of {} bytes; at most {} are allowed", length, kMostHeaderBytes),
                 "is it a safetensors file?");
  }
  if (length > file.size() - kLengthBytes) {
    return fault("checkpoint.truncated", file.path(),
                 fmt::format("claims a header of {} bytes, but only {} follow", length, file.size() - kLengthBytes),
                 "the file was probably cut off: copy or write it again");
  }
  std::string header(length, '\0');
  if (!file.read(kLengthBytes, std::as_writable_bytes(std::span(header)))) {
    return fault("checkpoint.truncated", file.path(), "cannot be read to its end", "copy the file again");
  }
  HeaderReader reader;
  if (!nlohmann::json::sax_parse(header, &reader)) {
    return tl::unexpected(
        Errors{Error{reader.code, file.path(), reader.problem, "write the file again with safetensors"}});
  }
  header = {};
  const std::uint64_t data_begin = kLengthBytes + length;
  const std::uint64_t data_bytes = file.size() - data_begin;
  Checkpoint checkpoint{file.path(), "safetensors", {}, std::move(reader.metadata)};
  Errors errors;
  for (const Entry& entry : reader.entries) {
    Result<Tensor> tensor = described(file, entry, data_bytes);
    if (tensor) {
      checkpoint.tensors.push_back(std::move(*tensor));
    } else {
      errors.insert(errors.end(), tensor.error().begin(), tensor.error().end());
    }
  }
  if (errors.empty()) errors = check_tiling(file, reader.entries, data_bytes);
  if (!errors.empty()) return faults(std::move(errors));
  for (std::size_t i = 0; i < checkpoint.tensors.size(); ++i) {
    Tensor& tensor = checkpoint.tensors[i];
    const std::vector<std::uint64_t>& offsets = reader.entries[i].offsets;
    tensor.data.resize(offsets[1] - offsets[0]);
    if (!file.read(data_begin + offsets[0], tensor.data)) {
      return fault("checkpoint.truncated", place(file, tensor.name), "its data cannot be read", "copy the file again");
    }
  }
  return checkpoint;
}

Result<void> write_safetensors(const std::string& path, const std::vector<Tensor>& tensors,
                               const std::map<std::string, std::string>& metadata) {
  std::vector<std::size_t> order(tensors.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return byte_size(tensors[a].dtype) > byte_size(tensors[b].dtype);
  });
  std::vector<std::uint64_t> begin(tensors.size());
  std::uint64_t total = 0;
  for (const std::size_t index : order) {
    begin[index] = total;
    total += tensors[index].data.size();
  }
  std::string header = "{";
  Errors errors;
  try {
    if (!metadata.empty()) header += json_text(kMetadata) + ":" + nlohmann::json(metadata).dump();
    std::unordered_set<std::string> names;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const Tensor& tensor = tensors[i];
      if (!names.insert(tensor.name).second) {
        errors.push_back(
            Error{"checkpoint.duplicate", path, fmt::format("{} is to be written twice", tensor.name), ""});
      }
      if (tensor.name == kMetadata) {
        errors.push_back(Error{"checkpoint.name", path, "__metadata__ is not the name of a tensor", "rename it"});
      }
      const std::optional<std::int64_t> numel = checked_numel(tensor.shape);
      if (!numel || static_cast<std::uint64_t>(*numel) * byte_size(tensor.dtype) != tensor.data.size()) {
        errors.push_back(Error{"checkpoint.shape", path,
                               fmt::format("{}: shape {} of {} and {} bytes disagree", tensor.name,
                                           shape_text(tensor.shape), to_string(tensor.dtype), tensor.data.size()),
                               ""});
      }
      const auto type =
          std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& known) { return known.second == tensor.dtype; });
      header += fmt::format("{}{}:{{\"dtype\":\"{}\",\"shape\":{},\"data_offsets\":[{},{}]}}",
                            header.size() > 1 ? "," : "", json_text(tensor.name), type->first,
                            nlohmann::json(tensor.shape).dump(), begin[i], begin[i] + tensor.data.size());
    }
  } catch (const nlohmann::json::exception&) {
    return fault("checkpoint.name", path, "a tensor's name or the metadata is not UTF-8", "rename the tensor");
  }
  if (!errors.empty()) return faults(std::move(errors));
  header += "}";
  header.resize((header.size() + kLengthBytes - 1) / kLengthBytes * kLengthBytes, ' ');

  std::string length;
  for (std::uint64_t i = 0; i < kLengthBytes; ++i) length += static_cast<char>(header.size() >> (8 * i) & 255);
  std::vector<std::string_view> pieces = {length, header};
  for (const std::size_t index : order) {
    const std::vector<std::byte>& data = tensors[index].data;
    pieces.emplace_back(reinterpret_cast<const char*>(data.data()), data.size());
  }
  return write_file(path, pieces);
}

}  // namespace rtl4ml
