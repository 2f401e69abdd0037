#include "sw/checkpoint/read_checkpoint.hpp"

#include <fmt/format.h>

#include <utility>

#include "sw/checkpoint/checkpoint_file.hpp"
#include "sw/checkpoint/safetensors.hpp"
#include "sw/checkpoint/state_dict.hpp"
#include "sw/checkpoint/torchscript.hpp"

namespace rtl4ml {

Result<Checkpoint> read_checkpoint(const std::string& path, const std::string& key) {
  Result<CheckpointFile> opened = open_checkpoint(path);
  if (!opened) return faults(std::move(opened.error()));
  switch (opened->format) {
    case CheckpointFormat::kSafetensors:
      return read_safetensors(opened->file);
    case CheckpointFormat::kStateDict:
      return read_state_dict(opened->file, *opened->archive, key);
    case CheckpointFormat::kTorchScript:
      break;
  }
  Result<TorchScript> script = load_torchscript(opened->file, *opened->archive, TorchScriptParts::kTensors);
  if (!script) return faults(std::move(script.error()));
  return Checkpoint{path, "torchscript", std::move(script->tensors), {}};
}

}  // namespace rtl4ml
