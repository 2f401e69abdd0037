// PyTorch's zip files: a state_dict read as data, without running any of it.
#pragma once

#include <string>

#include "sw/base/error.hpp"
#include "sw/checkpoint/input_file.hpp"
#include "sw/checkpoint/tensor.hpp"
#include "sw/checkpoint/zip_archive.hpp"

namespace rtl4ml {

/// Whether the archive holds TorchScript rather than a state_dict.
[[nodiscard]] bool is_torchscript(const ZipArchive& archive);

/// Whether the file is one of torch.save before PyTorch 1.6, or a bare pickle.
[[nodiscard]] bool looks_like_legacy_pickle(const InputFile& file);

/// Reads the state_dict under `key` as read_checkpoint() says; nested dictionaries of tensors are joined with dots.
/// Every shape, stride and offset is checked against its storage; views become contiguous tensors of their own.
/// Errors: those of ZipArchive and read_pickle; checkpoint.byteorder, checkpoint.key, checkpoint.no_tensors,
/// checkpoint.dtype, checkpoint.shape, checkpoint.storage, checkpoint.duplicate, checkpoint.name (longer than 1024
/// bytes), checkpoint.nesting (too deep, or the same dictionary over and over), checkpoint.too_large (views that repeat
/// their storage so often that the tensors are far larger than the file)
[[nodiscard]] Result<Checkpoint> read_state_dict(const InputFile& file, const ZipArchive& archive,
                                                 const std::string& key);

/// Checks a TorchScript archive before LibTorch, which trusts what it reads, sees it: every tensor of its pickles must
/// lie inside its storage. Errors: those of read_state_dict
[[nodiscard]] Result<void> check_torchscript(const InputFile& file, const ZipArchive& archive);

}  // namespace rtl4ml
