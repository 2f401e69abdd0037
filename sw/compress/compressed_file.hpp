// Compressed tensors in a safetensors file: packed codes beside their scales and codebooks, so that a size is what a
// file has.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/compress/compressed_tensor.hpp"

namespace rtl4ml {

struct CompressedSize {
  std::int64_t payload = 0;  ///< codes, scales, zero points and codebooks: payload_bytes of all tensors
  std::int64_t file = 0;     ///< the file as it was written: payload, names, shapes, the header's padding
};

/// A tensor T is stored as: `T` (float32, float16); `T.codes` (int8 or int16) and `T.scale`; `T.indices` (packed,
/// uint8) and `T.codebook`; `T.packed` (uint8), `T.scale` and `T.zero`. The metadata have an entry T for each that is
/// packed: "cluster BITS SHAPE", "group BITS GROUP_SIZE SHAPE", the shape as sizes with x between. Errors: those of
/// write_safetensors
[[nodiscard]] Result<CompressedSize> write_compressed(const std::string& path,
                                                      const std::vector<CompressedTensor>& tensors);

/// What was written, in its order. Nothing in the file is trusted: sizes, shapes, indices and scales are checked.
/// Errors: those of read_safetensors; compress.entry (metadata and tensors disagree, with the tensor), file.missing
[[nodiscard]] Result<std::vector<CompressedTensor>> read_compressed(const std::string& path);

}  // namespace rtl4ml
