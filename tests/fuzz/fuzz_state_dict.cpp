// Any bytes as a PyTorch file, in two ways, chosen by the first byte: as the whole zip archive, or as the pickle and
// the storages of an archive whose checksums are right, so that the fuzzer gets beyond the container.
#include <zlib.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>

#include "sw/checkpoint/state_dict.hpp"

namespace {

std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 255);
  return text;
}

/// A zip archive of stored entries.
class ZipWriter {
 public:
  void add(const std::string& name, const std::string& content) {
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
    const std::string facts = little_endian(0, 8) + little_endian(sum, 4) + little_endian(content.size(), 4) +
                              little_endian(content.size(), 4) + little_endian(name.size(), 2) + little_endian(0, 2);
    directory_ += "PK\x01\x02" + little_endian(20, 2) + little_endian(20, 2) + facts + std::string(10, '\0') +
                  little_endian(entries_.size(), 4) + name;
    entries_ += "PK\x03\x04" + little_endian(20, 2) + facts + name + content;
    ++count_;
  }
  [[nodiscard]] std::string finish() const {
    return entries_ + directory_ + "PK\x05\x06" + little_endian(0, 4) + little_endian(count_, 2) +
           little_endian(count_, 2) + little_endian(directory_.size(), 4) + little_endian(entries_.size(), 4) +
           little_endian(0, 2);
  }

 private:
  std::string entries_;
  std::string directory_;
  std::uint64_t count_ = 0;
};

void read(std::span<const std::byte> bytes) {
  const rtl4ml::InputFile file = rtl4ml::InputFile::from_bytes(bytes, "fuzz");
  const rtl4ml::Result<rtl4ml::ZipArchive> archive = rtl4ml::ZipArchive::open(file);
  if (!archive) return;
  (void)rtl4ml::check_torchscript(file, *archive);
  const rtl4ml::Result<rtl4ml::Checkpoint> checkpoint = rtl4ml::read_state_dict(file, *archive, "");
  (void)rtl4ml::read_state_dict(file, *archive, "model.a");
  if (!checkpoint) {
    if (checkpoint.error().empty()) std::abort();
    return;
  }
  for (const rtl4ml::Tensor& tensor : checkpoint->tensors) {
    if (static_cast<std::size_t>(tensor.numel()) * byte_size(tensor.dtype) != tensor.data.size()) std::abort();
    if (tensor.to_float().size() != static_cast<std::size_t>(tensor.numel())) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string content(reinterpret_cast<const char*>(data), size);
  if (content[0] == 'P') {
    read(std::as_bytes(std::span(data, size)));
    return 0;
  }
  ZipWriter zip;
  zip.add("a/data.pkl", content.substr(content[0] == '\x80' ? 0 : 1));
  zip.add("a/constants.pkl", content);
  for (const std::size_t bytes : {48U, 16U, 8U, 24U, 4U})
    zip.add("a/data/" + std::to_string(bytes), std::string(bytes, 'x'));
  const std::string archive = zip.finish();
  read(std::as_bytes(std::span(archive)));
  return 0;
}
