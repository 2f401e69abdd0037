#include "sw/base/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <system_error>

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

std::string system_reason() { return std::strerror(errno); }  // NOLINT(concurrency-mt-unsafe)

tl::unexpected<Errors> unwritable(const fs::path& path, const std::string& reason) {
  return fault("file.unwritable", path.string(), "cannot be written: " + reason,
               "choose a place that can be written and has room");
}

std::string temporary_name(const fs::path& path) {
  return "." + path.filename().string() + ".partial-" + std::to_string(getpid());
}

/// The folder a path lies in; "." for a bare name.
fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

}  // namespace

Result<std::string> read_file(const fs::path& path, std::uint64_t limit) {
  std::error_code failed;
  if (!fs::exists(path, failed)) return fault("file.missing", path.string(), "there is no such file", "check the path");
  if (fs::is_directory(path, failed)) {
    return fault("file.unreadable", path.string(), "is a folder, not a file", "name a file");
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    return fault("file.unreadable", path.string(), "cannot be read: " + system_reason(), "check its permissions");
  }
  std::string content;
  char block[1 << 16];
  while (const std::size_t got = std::fread(block, 1, sizeof block, file.get())) {
    if (content.size() + got > limit) {
      return fault("file.too_large", path.string(), "is larger than " + std::to_string(limit) + " bytes",
                   "is it the right file?");
    }
    content.append(block, got);
  }
  if (std::ferror(file.get()) != 0) {
    return fault("file.unreadable", path.string(), "cannot be read: " + system_reason(), "check the file system");
  }
  return content;
}

Result<void> write_file(const fs::path& path, std::string_view content) {
  return write_file(path, std::span(&content, 1));
}

Result<void> write_file(const fs::path& path, std::span<const std::string_view> pieces) {
  std::error_code failed;
  fs::create_directories(folder_of(path), failed);
  if (failed) return unwritable(path, failed.message());
  const fs::path staged = folder_of(path) / temporary_name(path);
  std::FILE* const file = std::fopen(staged.c_str(), "wb");
  if (file == nullptr) return unwritable(path, system_reason());
  bool written = true;
  for (const std::string_view piece : pieces) {
    if (piece.empty()) continue;  // its pointer may be null
    written = written && std::fwrite(piece.data(), 1, piece.size(), file) == piece.size();
  }
  const std::string reason = written ? "" : system_reason();
  const bool closed = std::fclose(file) == 0;  // a full disk may show only here
  written = written && closed;
  if (!written) {
    const std::string why = reason.empty() ? system_reason() : reason;
    fs::remove(staged, failed);
    return unwritable(path, why);
  }
  fs::rename(staged, path, failed);
  if (failed) {
    std::error_code ignored;
    fs::remove(staged, ignored);
    return unwritable(path, failed.message());
  }
  return {};
}

StagedFolder::StagedFolder(fs::path staged, fs::path final_path)
    : staged_(std::move(staged)), final_(std::move(final_path)) {}

StagedFolder::StagedFolder(StagedFolder&& other) noexcept
    : staged_(std::move(other.staged_)), final_(std::move(other.final_)) {
  other.staged_.clear();
}

StagedFolder::~StagedFolder() {
  std::error_code ignored;
  if (!staged_.empty()) fs::remove_all(staged_, ignored);
}

Result<StagedFolder> StagedFolder::create(const fs::path& wanted) {
  std::error_code failed;
  const fs::path final_path = wanted.has_filename() ? wanted : wanted.parent_path();  // "design/" is "design"
  const fs::path staged = folder_of(final_path) / temporary_name(final_path);
  fs::remove_all(staged, failed);
  fs::create_directories(staged, failed);
  if (failed) return unwritable(final_path, failed.message());
  return StagedFolder(staged, final_path);
}

Result<void> StagedFolder::commit() {
  std::error_code failed;
  const fs::path replaced = final_.string() + ".replaced-" + std::to_string(getpid());
  const bool had_one = fs::exists(final_, failed);
  if (had_one) {
    fs::rename(final_, replaced, failed);
    if (failed) return unwritable(final_, failed.message());
  }
  fs::rename(staged_, final_, failed);
  if (failed) {
    const std::string reason = failed.message();
    if (had_one) fs::rename(replaced, final_, failed);
    return unwritable(final_, reason);
  }
  staged_.clear();
  if (had_one) fs::remove_all(replaced, failed);
  return {};
}

}  // namespace rtl4ml
