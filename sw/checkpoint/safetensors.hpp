// safetensors: 8 bytes with the header's length, the header in JSON, the tensors one after the other.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/input_file.hpp"
#include "sw/checkpoint/tensor.hpp"

namespace rtl4ml {

/// Whether the file starts as a safetensors file does: a plausible header length, then '{'.
[[nodiscard]] bool looks_like_safetensors(const InputFile& file);

/// Reads every tensor, in the header's order. Shapes, types and offsets are checked before any data is read: the
/// tensors must tile the data exactly. Errors: checkpoint.truncated, checkpoint.header, checkpoint.dtype,
/// checkpoint.duplicate, checkpoint.shape, checkpoint.offsets Source: https://huggingface.co/docs/safetensors, section
/// Format
[[nodiscard]] Result<Checkpoint> read_safetensors(const InputFile& file);

/// Writes the tensors, deterministic to the byte: header in the order given, data with the widest types first so that
/// every tensor is aligned.
/// Errors: checkpoint.shape (data and shape disagree), checkpoint.duplicate, checkpoint.name (not UTF-8, or
/// "__metadata__"), file.unwritable
[[nodiscard]] Result<void> write_safetensors(const std::string& path, const std::vector<Tensor>& tensors,
                                             const std::map<std::string, std::string>& metadata);

}  // namespace rtl4ml
