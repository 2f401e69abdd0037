// Locks between processes that the system gives back when a process ends, however it ends.
#pragma once

#include <filesystem>
#include <optional>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Shared by all who only use a thing, held alone by the one who makes or removes it.
enum class LockKind { kShared, kAlone };

/// A held lock on a file, which is made where it is missing. Who holds it alone may remove the file: those who waited
/// for it start over with a new one.
class FileLock {
 public:
  /// Waits for the lock. Errors: file.unwritable (the file cannot be made), sim.interrupted
  [[nodiscard]] static Result<FileLock> wait(const std::filesystem::path& path, LockKind kind);
  /// The lock, where nobody is in the way; makes no file.
  [[nodiscard]] static std::optional<FileLock> attempt(const std::filesystem::path& path, LockKind kind);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int file) : file_(file) {}
  int file_;
};

}  // namespace rtl4ml
