// What `rtl4ml inspect FILE` tells of a checkpoint.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/tensor.hpp"

namespace rtl4ml {

struct Inspection {
  struct TensorInfo {
    std::string name;
    DType dtype = DType::kFloat32;
    std::vector<std::int64_t> shape;
    std::uint64_t bytes = 0;
  };
  struct LayerInfo {
    std::string name;
    std::string op;       ///< as operator_name() spells it
    std::string details;  ///< "16 -> 64", "negative_slope 0.1"; may be empty
  };
  std::string path;
  std::string format;
  std::uint64_t file_bytes = 0;
  std::vector<TensorInfo> tensors;
  std::int64_t parameter_count = 0;  ///< floating-point elements, without batch normalisation's running statistics
  std::uint64_t tensor_bytes = 0;
  std::vector<LayerInfo> layers;  ///< TorchScript only
  Errors layer_errors;            ///< why a TorchScript file's layers cannot be compiled
};

/// Errors: those of read_checkpoint(); a network that cannot be compiled is no error here, but told in layer_errors
[[nodiscard]] Result<Inspection> inspect(const std::string& path, const std::string& key = "");

/// A table for people; ends in a newline.
[[nodiscard]] std::string to_text(const Inspection& inspection);
/// One JSON object, indented; ends in a newline.
[[nodiscard]] std::string to_json(const Inspection& inspection);

}  // namespace rtl4ml
