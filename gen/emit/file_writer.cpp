#include "gen/emit/file_writer.hpp"

#include <cerrno>
#include <system_error>

namespace rtl4ml {

FileWriter::FileWriter(const std::filesystem::path& path) : path_(path), file_(std::fopen(path.c_str(), "wb")) {
  if (!file_) reason_ = errno;
}

void FileWriter::flush() {
  if (file_ && reason_ == 0 && std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) {
    reason_ = errno;
  }
  buffer_.clear();
}

Result<void> FileWriter::close() {
  flush();
  if (file_ && std::fclose(file_.release()) != 0 && reason_ == 0) reason_ = errno;  // a full disk may show only here
  if (reason_ == 0) return {};
  return fault("emit.unwritable", path_.string(), "cannot be written: " + std::generic_category().message(reason_),
               "choose a place that can be written and has room");
}

}  // namespace rtl4ml
