// A named tensor as a checkpoint holds it, and the checkpoint as a list of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rtl4ml {

/// Element types that the readers know.
enum class DType { kFloat16, kBFloat16, kFloat32, kFloat64, kInt8, kUInt8, kInt16, kInt32, kInt64, kBool };

[[nodiscard]] std::string to_string(DType dtype);
[[nodiscard]] std::size_t byte_size(DType dtype);
[[nodiscard]] bool is_floating_point(DType dtype);

/// "[64, 16]"; "[]" for a scalar.
[[nodiscard]] std::string shape_text(const std::vector<std::int64_t>& shape);

/// The product of a shape that came from a file; nothing where a size is negative or the product overflows.
[[nodiscard]] std::optional<std::int64_t> checked_numel(const std::vector<std::int64_t>& shape);

/// A dense tensor, contiguous in row-major order, whatever its strides were in the file.
struct Tensor {
  std::string name;
  DType dtype = DType::kFloat32;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> data;  ///< numel * byte_size(dtype) bytes

  [[nodiscard]] std::int64_t numel() const;
  /// The elements as float (float64 is rounded, int64 beyond 2^24 too); a float32 tensor is only copied.
  [[nodiscard]] std::vector<float> to_float() const;
  /// The elements as double; int64 beyond 2^53 is rounded.
  [[nodiscard]] std::vector<double> to_double() const;
};

/// The tensors of a file, in the file's order.
struct Checkpoint {
  std::string path;
  std::string format;  ///< "pytorch state_dict", "torchscript", "safetensors"
  std::vector<Tensor> tensors;
  std::map<std::string, std::string> metadata;  ///< safetensors' __metadata__

  /// nullptr where no tensor has the name.
  [[nodiscard]] const Tensor* find(const std::string& name) const;
};

}  // namespace rtl4ml
