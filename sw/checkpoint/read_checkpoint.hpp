// Reads checkpoints: PyTorch state_dict (never executed), TorchScript, safetensors.
#pragma once

#include <string>

#include "sw/base/error.hpp"
#include "sw/checkpoint/tensor.hpp"

namespace rtl4ml {

/// Reads every tensor of a file; the format is found by content, not by name.
/// `key`: the entry of the pickled dictionary that holds the state_dict; empty: the dictionary itself, else
/// "state_dict", "model_state_dict", "model", ... where it holds one. Errors: checkpoint.* with file and tensor; memory
/// and time are bounded by the file's size.
[[nodiscard]] Result<Checkpoint> read_checkpoint(const std::string& path, const std::string& key = "");

}  // namespace rtl4ml
