#include "sim/build/cache.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "sim/build/cache_room.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSourceLimit = std::uint64_t{256} << 20;

tl::unexpected<Errors> unwritable(const fs::path& path, const std::string& reason) {
  return fault("file.unwritable", path.string(), "cannot be written: " + reason,
               "set RTL4ML_CACHE to a folder that can be written and has room");
}

/// Builds the entry unless another process did meanwhile. Result: whether it was this one.
Result<bool> build_entry(const fs::path& cache, const std::string& name,
                         const std::function<Result<void>(const fs::path& staged)>& build) {
  const fs::path folder = cache / name;
  const Result<FileLock> alone = FileLock::wait(entry_lock(cache, name), LockKind::kAlone);
  if (!alone) return faults(alone.error());
  std::error_code ignored;
  if (fs::is_directory(folder, ignored)) return false;
  Result<StagedFolder> staged = StagedFolder::create(folder);
  if (!staged) return faults(std::move(staged.error()));
  Result<void> built = build(staged->path());
  if (built) built = staged->commit();
  if (!built) return faults(std::move(built.error()));
  return true;
}

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

Result<void> add_file(Fingerprint& fingerprint, const fs::path& file) {
  const Result<std::string> content = read_file(file, kSourceLimit);
  if (!content) return faults(content.error());
  fingerprint.add(file.filename().string()).add(*content);
  return {};
}

Result<void> add_folder(Fingerprint& fingerprint, const fs::path& folder, const std::vector<std::string>& endings) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    const std::string ending = entry.path().extension().string();
    if (std::find(endings.begin(), endings.end(), ending) != endings.end()) files.push_back(entry.path());
  }
  if (failed)
    return fault("sim.design", folder.string(), "cannot be read: " + failed.message(), "generate the design again");
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const Result<void> added = add_file(fingerprint, file);
    if (!added) return added;
  }
  return {};
}

fs::path cache_folder(const fs::path& design_folder) {
  const char* const chosen = std::getenv("RTL4ML_CACHE");  // NOLINT(concurrency-mt-unsafe)
  if (chosen != nullptr && *chosen != '\0') return fs::absolute(chosen);
  return fs::absolute(design_folder / "").parent_path().parent_path() / "cache";
}

Result<Cached> cached(const fs::path& cache, const std::string& name,
                      const std::function<Result<void>(const fs::path& staged)>& build) {
  const Result<std::uint64_t> limit = cache_limit();
  if (!limit) return faults(limit.error());
  std::error_code failed;
  fs::create_directories(cache, failed);
  if (failed) return unwritable(cache, failed.message());
  for (bool built = false;;) {  // again where another process removed the entry before it was locked for use
    Result<FileLock> use = FileLock::wait(entry_lock(cache, name), LockKind::kShared);
    if (!use) return faults(std::move(use.error()));
    const fs::path folder = cache / name;
    if (fs::is_directory(folder, failed)) {
      const auto held = std::make_shared<const FileLock>(std::move(*use));
      fs::last_write_time(folder, fs::file_time_type::clock::now(), failed);
      if (built) trim_cache(cache, *limit);
      return Cached{folder, built, held};
    }
    { const FileLock given_back = std::move(*use); }
    const Result<bool> made = build_entry(cache, name, build);
    if (!made) return faults(made.error());
    built = *made;
  }
}

RunFolder::RunFolder(RunFolder&& other) noexcept : path_(std::move(other.path_)), mark_(std::move(other.mark_)) {
  other.path_.clear();
}

RunFolder::~RunFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<RunFolder> RunFolder::create(const fs::path& cache) {
  std::error_code failed;
  fs::create_directories(cache, failed);
  if (failed) return unwritable(cache, failed.message());
  sweep_cache(cache);
  for (;;) {  // again where another process swept the folder away before its mark was locked
    std::string path = (cache / "run-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) return unwritable(cache, std::generic_category().message(errno));
    Result<FileLock> mark = FileLock::wait(fs::path(path) / kRunMark, LockKind::kAlone);
    if (mark) return RunFolder(path, std::move(*mark));
    if (fs::is_directory(path, failed)) return faults(std::move(mark.error()));
  }
}

}  // namespace rtl4ml
