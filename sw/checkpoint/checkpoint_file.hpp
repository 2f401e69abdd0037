// Opens a checkpoint and finds its format by its content.
#pragma once

#include <optional>
#include <string>

#include "sw/base/error.hpp"
#include "sw/checkpoint/input_file.hpp"
#include "sw/checkpoint/zip_archive.hpp"

namespace rtl4ml {

enum class CheckpointFormat { kStateDict, kTorchScript, kSafetensors };

struct CheckpointFile {
  InputFile file;
  CheckpointFormat format;
  std::optional<ZipArchive> archive;  ///< of PyTorch's two formats
};

/// A TorchScript archive is checked (check_torchscript) before it is returned.
/// Errors: file.missing, file.unreadable, checkpoint.empty, checkpoint.format (none of the three, with what it seems to
/// be), checkpoint.legacy (saved by PyTorch before 1.6), those of ZipArchive and check_torchscript
[[nodiscard]] Result<CheckpointFile> open_checkpoint(const std::string& path);

}  // namespace rtl4ml
