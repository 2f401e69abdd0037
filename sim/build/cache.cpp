#include "sim/build/cache.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "sw/base/file.hpp"
#include "sw/base/interrupt.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Errors> unwritable(const fs::path& path, const std::string& reason) {
  return fault("file.unwritable", path.string(), "cannot be written: " + reason,
               "set RTL4ML_CACHE to a folder that can be written and has room");
}

/// An exclusive lock on a file, given back when the process ends however it ends.
class Lock {
 public:
  explicit Lock(const fs::path& path) : file_(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666)) {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() {
    if (file_ >= 0) close(file_);
  }

  [[nodiscard]] bool opened() const { return file_ >= 0; }

  /// Waits for the lock. Result: false where Ctrl-C came first.
  [[nodiscard]] bool take() const {
    while (flock(file_, LOCK_EX | LOCK_NB) != 0) {
      if (interrupted()) return false;
      usleep(20'000);
    }
    return true;
  }

 private:
  int file_;
};

}  // namespace

void Fingerprint::mix(unsigned char byte) {
  first_ = (first_ ^ byte) * 0x100000001B3ULL;
  second_ = (second_ ^ static_cast<unsigned char>(byte + 0x5BU)) * 0x100000001B3ULL;
  second_ ^= second_ >> 29U;
}

Fingerprint& Fingerprint::add(std::string_view piece) {
  for (std::size_t length = piece.size(), i = 0; i < 8; ++i, length >>= 8U) mix(static_cast<unsigned char>(length));
  for (const char byte : piece) mix(static_cast<unsigned char>(byte));
  return *this;
}

std::string Fingerprint::text() const { return fmt::format("{:016x}{:016x}", first_, second_); }

fs::path cache_folder(const fs::path& design_folder) {
  const char* const chosen = std::getenv("RTL4ML_CACHE");  // NOLINT(concurrency-mt-unsafe)
  if (chosen != nullptr && *chosen != '\0') return fs::absolute(chosen);
  return fs::absolute(design_folder / "").parent_path().parent_path() / "cache";
}

Result<Cached> cached(const fs::path& cache, const std::string& name,
                      const std::function<Result<void>(const fs::path& staged)>& build) {
  const fs::path folder = cache / name;
  std::error_code failed;
  if (fs::is_directory(folder, failed)) return Cached{folder, false};
  fs::create_directories(cache, failed);
  if (failed) return unwritable(cache, failed.message());
  const Lock lock(cache / (name + ".lock"));
  if (!lock.opened()) return unwritable(cache, std::generic_category().message(errno));
  if (!lock.take()) return fault("sim.interrupted", "", "interrupted; nothing half-written is left");
  if (fs::is_directory(folder, failed)) return Cached{folder, false};
  Result<StagedFolder> staged = StagedFolder::create(folder);
  if (!staged) return faults(std::move(staged.error()));
  Result<void> built = build(staged->path());
  if (!built) return faults(std::move(built.error()));
  Result<void> committed = staged->commit();
  if (!committed) return faults(std::move(committed.error()));
  return Cached{folder, true};
}

RunFolder::RunFolder(RunFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }

RunFolder::~RunFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<RunFolder> RunFolder::create(const fs::path& cache) {
  std::error_code failed;
  fs::create_directories(cache, failed);
  if (failed) return unwritable(cache, failed.message());
  std::string path = (cache / "run-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) return unwritable(cache, std::generic_category().message(errno));
  return RunFolder(path);
}

}  // namespace rtl4ml
