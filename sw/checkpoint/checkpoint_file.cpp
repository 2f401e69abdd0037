#include "sw/checkpoint/checkpoint_file.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "sw/checkpoint/safetensors.hpp"
#include "sw/checkpoint/state_dict.hpp"

namespace rtl4ml {
namespace {

std::string first_bytes(const InputFile& file) {
  std::array<std::byte, 1> byte{};
  std::string text;
  for (std::uint64_t i = 0; i < 8 && file.read(i, byte); ++i) {
    text += fmt::format("{}{:02x}", i == 0 ? "" : " ", std::to_integer<unsigned>(byte[0]));
  }
  return text;
}

tl::unexpected<Errors> unknown_format(const InputFile& file) {
  if (file.size() == 0) return fault("checkpoint.empty", file.path(), "is empty", "save it again");
  if (looks_like_legacy_pickle(file)) {
    return fault("checkpoint.legacy", file.path(), "was saved in PyTorch's format before 1.6, a bare pickle",
                 "load it with PyTorch and save it again: torch.save(torch.load(path), path)");
  }
  return fault("checkpoint.format", file.path(),
               fmt::format("is no checkpoint that can be read; it starts with the bytes {}", first_bytes(file)),
               "supported are state_dict files of torch.save, TorchScript and safetensors");
}

}  // namespace

Result<CheckpointFile> open_checkpoint(const std::string& path) {
  Result<InputFile> file = InputFile::open(path);
  if (!file) return faults(std::move(file.error()));
  if (looks_like_safetensors(*file))
    return CheckpointFile{std::move(*file), CheckpointFormat::kSafetensors, std::nullopt};
  if (!looks_like_zip(*file)) return unknown_format(*file);
  Result<ZipArchive> archive = ZipArchive::open(*file);
  if (!archive) return faults(std::move(archive.error()));
  const bool script = is_torchscript(*archive);
  if (script) {
    if (const Result<void> sound = check_torchscript(*file, *archive); !sound) return faults(sound.error());
  }
  return CheckpointFile{std::move(*file), script ? CheckpointFormat::kTorchScript : CheckpointFormat::kStateDict,
                        std::move(*archive)};
}

}  // namespace rtl4ml
