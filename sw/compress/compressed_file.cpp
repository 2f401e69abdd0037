#include "sw/compress/compressed_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "sw/base/overloaded.hpp"
#include "sw/checkpoint/safetensors.hpp"
#include "sw/quantize/packing.hpp"

namespace rtl4ml {
namespace {

template <class Element>
Tensor tensor_of(std::string name, DType dtype, std::vector<std::int64_t> shape, const std::vector<Element>& values) {
  Tensor tensor{std::move(name), dtype, std::move(shape), std::vector<std::byte>(values.size() * sizeof(Element))};
  if (!values.empty()) std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  return tensor;
}

template <class Element>
Tensor vector_of(std::string name, DType dtype, const std::vector<Element>& values) {
  return tensor_of(std::move(name), dtype, {static_cast<std::int64_t>(values.size())}, values);
}

template <class Element>
std::vector<Element> elements_of(const Tensor& tensor) {
  std::vector<Element> values(tensor.data.size() / sizeof(Element));
  if (!values.empty()) std::memcpy(values.data(), tensor.data.data(), values.size() * sizeof(Element));
  return values;
}

std::string sizes_text(const std::vector<std::int64_t>& shape) { return fmt::format("{}", fmt::join(shape, "x")); }

void append(const CompressedTensor& tensor, std::vector<Tensor>& tensors,
            std::map<std::string, std::string>& metadata) {
  const std::string& name = tensor.name;
  std::visit(
      Overloaded{
          [&](const std::vector<float>& values) {
            tensors.push_back(tensor_of(name, DType::kFloat32, tensor.shape, values));
          },
          [&](const HalfValues& half) { tensors.push_back(tensor_of(name, DType::kFloat16, tensor.shape, half.bits)); },
          [&](const LinearCodes& linear) {
            const std::vector<std::int8_t> bytes(linear.codes.begin(), linear.codes.end());
            tensors.push_back(linear.width == 8
                                  ? tensor_of(name + ".codes", DType::kInt8, tensor.shape, bytes)
                                  : tensor_of(name + ".codes", DType::kInt16, tensor.shape, linear.codes));
            tensors.push_back(vector_of(name + ".scale", DType::kFloat32, std::vector<float>{linear.scale}));
          },
          [&](const Clustered& clustered) {
            metadata[name] = fmt::format("cluster {} {}", clustered.bits, sizes_text(tensor.shape));
            tensors.push_back(vector_of(name + ".indices", DType::kUInt8, pack(clustered.indices, clustered.bits)));
            tensors.push_back(vector_of(name + ".codebook", DType::kFloat32, clustered.codebook));
          },
          [&](const GroupWise& groups) {
            metadata[name] = fmt::format("group {} {} {}", groups.bits, groups.group_size, sizes_text(tensor.shape));
            tensors.push_back(vector_of(name + ".packed", DType::kUInt8, pack_groups(groups)));
            tensors.push_back(vector_of(name + ".scale", DType::kFloat32, groups.scale));
            tensors.push_back(vector_of(name + ".zero", DType::kFloat32, groups.zero));
          }},
      tensor.content);
}

/// The numbers of "cluster 4 3x2" behind its word: 4 3 2.
std::optional<std::vector<std::int64_t>> numbers_of(std::string_view text) {
  std::vector<std::int64_t> numbers;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || number < 0) return std::nullopt;
    numbers.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) break;
    if (text.size() < 2 || (text.front() != ' ' && text.front() != 'x')) return std::nullopt;
    text.remove_prefix(1);
  }
  return numbers;
}

bool finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

bool knows_bits(std::int64_t bits) { return bits == 8 || bits == 4 || bits == 3 || bits == 2; }

class Reader {
 public:
  explicit Reader(const Checkpoint& checkpoint) : checkpoint_(checkpoint) {}

  Result<std::vector<CompressedTensor>> read() {
    for (const Tensor& tensor : checkpoint_.tensors) {
      if (const std::optional<std::string> name = without(tensor.name, ".codes")) {
        add_linear(*name, tensor);
      } else if (const std::optional<std::string> indices = without(tensor.name, ".indices")) {
        add_clustered(*indices, tensor);
      } else if (const std::optional<std::string> packed = without(tensor.name, ".packed")) {
        add_groups(*packed, tensor);
      } else if (tensor.dtype == DType::kFloat16) {
        add(tensor.name, tensor.shape, HalfValues{elements_of<std::uint16_t>(tensor)});
      } else if (tensor.dtype != DType::kFloat32) {
        wrong(tensor.name, "has the type " + to_string(tensor.dtype));
      } else if (!is_part(tensor.name)) {
        add(tensor.name, tensor.shape, elements_of<float>(tensor));
      }
    }
    if (!errors_.empty()) return faults(std::move(errors_));
    return std::move(result_);
  }

 private:
  static std::optional<std::string> without(const std::string& name, std::string_view end) {
    if (!name.ends_with(end)) return std::nullopt;
    return name.substr(0, name.size() - end.size());
  }

  /// Scales, zero points and codebooks are read with the codes they belong to.
  [[nodiscard]] bool is_part(const std::string& name) const {
    for (const auto& [end, codes] :
         {std::pair{".scale", ".codes"}, {".scale", ".packed"}, {".zero", ".packed"}, {".codebook", ".indices"}}) {
      const std::optional<std::string> owner = without(name, end);
      if (owner && checkpoint_.find(*owner + codes) != nullptr) return true;
    }
    return false;
  }

  void wrong(const std::string& name, const std::string& message) {
    errors_.push_back(Error{"compress.entry", checkpoint_.path + ": " + name, message, "compress the network again"});
  }

  void add(std::string name, std::vector<std::int64_t> shape, CompressedContent content) {
    result_.push_back({std::move(name), std::move(shape), std::move(content)});
  }

  /// A float32 vector; nothing where it is missing, of another length, or not finite. Length -1: any.
  [[nodiscard]] std::optional<std::vector<float>> floats(const std::string& name, std::int64_t length) const {
    const Tensor* const tensor = checkpoint_.find(name);
    if (tensor == nullptr || tensor->dtype != DType::kFloat32 || tensor->shape.size() != 1) return std::nullopt;
    std::vector<float> values = elements_of<float>(*tensor);
    if ((length >= 0 && static_cast<std::int64_t>(values.size()) != length) || !finite(values)) return std::nullopt;
    return values;
  }

  /// What the metadata say of the tensor: the numbers before the shape, and the shape.
  struct Said {
    std::vector<std::int64_t> numbers, shape;
    std::int64_t count = 0;
  };
  [[nodiscard]] std::optional<Said> said_of(const std::string& name, const std::string& word,
                                            std::size_t numbers) const {
    const auto entry = checkpoint_.metadata.find(name);
    if (entry == checkpoint_.metadata.end() || !entry->second.starts_with(word + " ")) return std::nullopt;
    const auto all = numbers_of(std::string_view(entry->second).substr(word.size() + 1));
    if (!all || all->size() < numbers || !knows_bits(all->front())) return std::nullopt;
    const auto middle = all->begin() + static_cast<std::ptrdiff_t>(numbers);
    Said said{{all->begin(), middle}, {middle, all->end()}, 0};
    const std::optional<std::int64_t> count = checked_numel(said.shape);
    constexpr std::int64_t kMost = std::int64_t{1} << 40;  // far beyond any file, so that sizes of it cannot overflow
    if (!count || *count < 1 || *count > kMost) return std::nullopt;
    said.count = *count;
    return said;
  }

  void add_linear(const std::string& name, const Tensor& codes) {
    const auto scale = floats(name + ".scale", 1);
    if (!scale || (codes.dtype != DType::kInt8 && codes.dtype != DType::kInt16))
      return wrong(name, "needs codes of int8 or int16, and one finite scale in float32");
    LinearCodes linear{codes.dtype == DType::kInt8 ? 8 : 16, scale->front(), {}};
    if (linear.width == 16) {
      linear.codes = elements_of<std::int16_t>(codes);
    } else {
      for (const std::int8_t code : elements_of<std::int8_t>(codes)) linear.codes.push_back(code);
    }
    add(name, codes.shape, std::move(linear));
  }

  void add_clustered(const std::string& name, const Tensor& indices) {
    const std::optional<Said> said = said_of(name, "cluster", 1);
    auto codebook = floats(name + ".codebook", -1);
    if (!said || !codebook || codebook->empty())
      return wrong(name, "needs its entry in the metadata and a finite codebook");
    const int bits = static_cast<int>(said->numbers[0]);
    if (indices.dtype != DType::kUInt8 ||
        static_cast<std::int64_t>(indices.data.size()) != packed_bytes(said->count, bits))
      return wrong(name,
                   fmt::format("{} indices of {} bits do not take {} bytes", said->count, bits, indices.data.size()));
    Clustered clustered{bits, std::move(*codebook), unpack(indices.data, said->count, bits), 0.0, {}};
    if (*std::max_element(clustered.indices.begin(), clustered.indices.end()) >= clustered.codebook.size())
      return wrong(name, "an index lies beyond the codebook");
    add(name, said->shape, std::move(clustered));
  }

  void add_groups(const std::string& name, const Tensor& packed) {
    const std::optional<Said> said = said_of(name, "group", 2);
    constexpr std::int64_t kMostGroup = 1 << 20;
    if (!said || said->numbers[1] < 1 || said->numbers[1] > kMostGroup)
      return wrong(name, "needs its entry in the metadata");
    const int bits = static_cast<int>(said->numbers[0]);
    const int size = static_cast<int>(said->numbers[1]);
    const std::int64_t groups = (said->count + size - 1) / size;
    auto scale = floats(name + ".scale", groups);
    auto zero = floats(name + ".zero", groups);
    const std::int64_t bytes = static_cast<std::int64_t>(packed.data.size()) + 8 * groups;
    if (!scale || !zero || packed.dtype != DType::kUInt8 || bytes != group_wise_bytes(said->count, bits, size))
      return wrong(
          name, fmt::format("{} weights of {} bits in groups of {} do not have these sizes", said->count, bits, size));
    add(name, said->shape,
        GroupWise{bits, size, said->count, unpack_groups(packed.data, groups, size, bits), std::move(*scale),
                  std::move(*zero)});
  }

  const Checkpoint& checkpoint_;
  std::vector<CompressedTensor> result_;
  Errors errors_;
};

}  // namespace

Result<CompressedSize> write_compressed(const std::string& path, const std::vector<CompressedTensor>& tensors) {
  std::vector<Tensor> stored;
  std::map<std::string, std::string> metadata;
  CompressedSize size;
  for (const CompressedTensor& tensor : tensors) {
    append(tensor, stored, metadata);
    size.payload += payload_bytes(tensor.content);
  }
  const Result<void> written = write_safetensors(path, stored, metadata);
  if (!written) return faults(written.error());
  std::error_code problem;
  size.file = static_cast<std::int64_t>(std::filesystem::file_size(path, problem));
  return size;
}

Result<std::vector<CompressedTensor>> read_compressed(const std::string& path) {
  const Result<InputFile> file = InputFile::open(path);
  if (!file) return faults(file.error());
  const Result<Checkpoint> checkpoint = read_safetensors(*file);
  if (!checkpoint) return faults(checkpoint.error());
  return Reader(*checkpoint).read();
}

}  // namespace rtl4ml
