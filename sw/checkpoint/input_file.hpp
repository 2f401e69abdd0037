// A file, or bytes in memory, read at any offset.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Errors are told by the file's name, path().
class InputFile {
 public:
  /// Errors: file.missing, file.unreadable
  [[nodiscard]] static Result<InputFile> open(const std::string& path);
  /// The bytes must outlive the object; `name` is for messages.
  [[nodiscard]] static InputFile from_bytes(std::span<const std::byte> bytes, std::string name);

  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// False where the range is not wholly inside the file or cannot be read.
  [[nodiscard]] bool read(std::uint64_t offset, std::span<std::byte> into) const;
  /// -1 where the bytes are in memory.
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

 private:
  InputFile(std::string path, int descriptor, std::span<const std::byte> bytes, std::uint64_t size);
  std::string path_;
  int descriptor_;
  std::span<const std::byte> bytes_;
  std::uint64_t size_;
};

}  // namespace rtl4ml
