// Files: whole reads with a limit, and writes that are either complete or not there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Errors: file.missing, file.unreadable, file.too_large (more than `limit` bytes)
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit);

/// Writes to a temporary file beside `path`, then renames it into place.
/// Errors: file.unwritable, with the system's reason (full disk, no permission)
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view content);
/// The same for content in pieces, one after the other: large ones need not be put together in memory.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::span<const std::string_view> pieces);

/// A folder written under a temporary name beside its final one; commit() renames it into place, replacing what was
/// there; destroyed without commit() it vanishes. Errors: file.unwritable
class StagedFolder {
 public:
  [[nodiscard]] static Result<StagedFolder> create(const std::filesystem::path& final_path);
  StagedFolder(StagedFolder&& other) noexcept;
  StagedFolder& operator=(StagedFolder&&) = delete;
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;
  ~StagedFolder();

  /// The temporary folder to write into.
  [[nodiscard]] const std::filesystem::path& path() const { return staged_; }
  [[nodiscard]] Result<void> commit();

 private:
  StagedFolder(std::filesystem::path staged, std::filesystem::path final_path);
  std::filesystem::path staged_;
  std::filesystem::path final_;
};

}  // namespace rtl4ml
