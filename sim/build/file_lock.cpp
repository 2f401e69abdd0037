#include "sim/build/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "sw/base/interrupt.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr useconds_t kPause = 20'000;

int operation(LockKind kind) { return (kind == LockKind::kShared ? LOCK_SH : LOCK_EX) | LOCK_NB; }

/// Whether the open file is still the one that the path names: another holder may have removed it meanwhile.
bool is_current(int file, const fs::path& path) {
  struct stat opened {};
  struct stat named {};
  return fstat(file, &opened) == 0 && stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

}  // namespace

Result<FileLock> FileLock::wait(const fs::path& path, LockKind kind) {
  for (;;) {
    const int file = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
    if (file < 0) {
      return fault("file.unwritable", path.string(), "cannot be written: " + std::generic_category().message(errno),
                   "set RTL4ML_CACHE to a folder that can be written and has room");
    }
    FileLock lock(file);
    while (flock(file, operation(kind)) != 0) {
      if (interrupted()) return fault("sim.interrupted", "", "interrupted; nothing half-written is left");
      usleep(kPause);
    }
    if (is_current(file, path)) return lock;
  }
}

std::optional<FileLock> FileLock::attempt(const fs::path& path, LockKind kind) {
  const int file = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  FileLock lock(file);
  if (flock(file, operation(kind)) != 0 || !is_current(file, path)) return std::nullopt;
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FileLock::~FileLock() {
  if (file_ < 0) return;
  flock(file_, LOCK_UN);  // closing alone leaves it to a child that was forked meanwhile and has not yet called exec
  close(file_);
}

}  // namespace rtl4ml
