// A buffered file that is written from front to back, with its faults kept until close().
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "sw/base/error.hpp"

namespace rtl4ml {

class FileWriter {
 public:
  /// Creates or replaces the file. Errors are told by close().
  explicit FileWriter(const std::filesystem::path& path);

  void write(std::string_view text) {
    if (buffer_.size() + text.size() > kBlock) flush();
    buffer_.append(text);
  }
  void line(std::string_view text) {
    write(text);
    write("\n");
  }
  /// Errors: emit.unwritable, with the system's reason (full disk, no permission)
  [[nodiscard]] Result<void> close();

 private:
  static constexpr std::size_t kBlock = 1U << 20U;
  struct Close {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  void flush();

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string buffer_;
  int reason_ = 0;  ///< errno of the first fault
};

}  // namespace rtl4ml
