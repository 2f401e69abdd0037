#include "sim/build/cache_room.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "sim/build/file_lock.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kDefaultLimit = std::uint64_t{2} << 30;
constexpr const char* kPartial = ".partial-";

struct Entry {
  std::string name;
  fs::file_time_type used;
  std::uint64_t bytes = 0;
};

std::uint64_t bytes_in(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code failed;
  for (fs::recursive_directory_iterator file(folder, failed), end; !failed && file != end; file.increment(failed)) {
    std::error_code vanished;
    const std::uintmax_t size = file->is_regular_file(vanished) ? file->file_size(vanished) : 0;
    if (!vanished) bytes += size;
  }
  return bytes;
}

std::vector<Entry> entries_of(const fs::path& cache) {
  std::vector<Entry> entries;
  std::error_code failed;
  for (fs::directory_iterator at(cache, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code vanished;
    const std::string name = at->path().filename().string();
    if (!at->is_directory(vanished) || !fs::is_regular_file(entry_lock(cache, name), vanished)) continue;
    const fs::file_time_type used = at->last_write_time(vanished);
    if (!vanished) entries.push_back({name, used, bytes_in(at->path())});
  }
  return entries;
}

/// Away in one step, then removed: a process killed in between leaves no entry with half of its files.
/// Result: whether it is gone.
bool remove_entry(const fs::path& cache, const std::string& name) {
  const std::optional<FileLock> alone = FileLock::attempt(entry_lock(cache, name), LockKind::kAlone);
  if (!alone) return false;
  std::error_code failed;
  const fs::path going = cache / ("." + name + kPartial + std::to_string(getpid()));
  fs::rename(cache / name, going, failed);
  if (failed) return false;
  fs::remove_all(going, failed);
  fs::remove(entry_lock(cache, name), failed);
  return true;
}

/// The entry that ".NAME.partial-PID" was to become; empty for other names.
std::string entry_in_progress(const std::string& name) {
  const std::size_t end = name.rfind(kPartial);
  return name.starts_with('.') && end != std::string::npos && end > 1 ? name.substr(1, end - 1) : "";
}

}  // namespace

fs::path entry_lock(const fs::path& cache, const std::string& name) { return cache / (name + ".lock"); }

Result<std::uint64_t> cache_limit() {
  const char* const said = std::getenv("RTL4ML_CACHE_SIZE");  // NOLINT(concurrency-mt-unsafe)
  const std::string text = said == nullptr ? "" : said;
  if (text.empty()) return kDefaultLimit;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string unit = text.substr(digits);
  const std::size_t power = unit.empty() ? 0 : std::string("KMG").find(unit) + 1;
  const bool known = unit.empty() || (unit.size() == 1 && power > 0);
  if (digits == 0 || digits > 9 + (unit.empty() ? 9 : 0) || !known) {
    return fault("sim.cache_size", "RTL4ML_CACHE_SIZE", '"' + text.substr(0, 64) + "\" is no size",
                 "give bytes, or a number with K, M or G, such as 2G");
  }
  return std::strtoull(text.c_str(), nullptr, 10) << (10 * power);
}

void trim_cache(const fs::path& cache, std::uint64_t limit) {
  std::vector<Entry> entries = entries_of(cache);
  std::uint64_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.bytes;
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (bytes <= limit) return;
    if (remove_entry(cache, entry.name)) bytes -= entry.bytes;
  }
}

void sweep_cache(const fs::path& cache) {
  std::vector<fs::path> folders;
  std::error_code failed;
  for (fs::directory_iterator at(cache, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code vanished;
    if (at->is_directory(vanished)) folders.push_back(at->path());
  }
  for (const fs::path& folder : folders) {
    const std::string name = folder.filename().string();
    const std::string entry = entry_in_progress(name);
    if (entry.empty() && !name.starts_with("run-")) continue;
    const std::optional<FileLock> abandoned =
        FileLock::attempt(entry.empty() ? folder / kRunMark : entry_lock(cache, entry), LockKind::kAlone);
    if (abandoned) fs::remove_all(folder, failed);
  }
}

}  // namespace rtl4ml
