// The zip container of PyTorch's files, opened by libzip and bounded before anything is unpacked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/input_file.hpp"

struct zip;

namespace rtl4ml {

class ZipArchive {
 public:
  /// Errors: checkpoint.truncated, checkpoint.corrupt, checkpoint.zip_bomb (an entry or their sum unpacks to far more
  /// than the file holds), checkpoint.duplicate
  [[nodiscard]] static Result<ZipArchive> open(const InputFile& file);

  /// Whether PyTorch's folder inside the archive holds the entry ("data.pkl", "data/0", "version").
  [[nodiscard]] bool contains(const std::string& name) const { return entries_.contains(folder_ + name); }
  /// Whether some entry lies in the folder ("code/").
  [[nodiscard]] bool contains_folder(const std::string& name) const;
  /// Bytes of the unpacked entry, which must exist.
  [[nodiscard]] std::uint64_t size(const std::string& name) const { return entries_.at(folder_ + name).size; }
  /// The whole entry, `into` being exactly size(name) bytes. Errors: checkpoint.corrupt (with the entry: its checksum
  /// or its packed data is wrong)
  [[nodiscard]] Result<void> read(const std::string& name, std::span<std::byte> into) const;
  /// Errors: checkpoint.corrupt; checkpoint.too_large beyond `limit` bytes
  [[nodiscard]] Result<std::string> read_text(const std::string& name, std::uint64_t limit) const;

 private:
  struct Entry {
    std::uint64_t index = 0;
    std::uint64_t size = 0;
  };
  struct Close {
    void operator()(zip* archive) const;
  };
  explicit ZipArchive(std::string path) : path_(std::move(path)) {}
  std::string path_;
  std::unique_ptr<zip, Close> archive_;
  std::string folder_;  ///< "archive/": every entry of a PyTorch file lies in one folder
  std::map<std::string, Entry> entries_;
};

/// Whether the file starts as a zip archive does.
[[nodiscard]] bool looks_like_zip(const InputFile& file);

}  // namespace rtl4ml
