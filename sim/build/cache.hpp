// A folder of things that were built, each named by a hash of everything it was built from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/build/file_lock.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// 128 bits from two FNV-1a chains over length-prefixed pieces: names things in a cache, resists no attacker.
class Fingerprint {
 public:
  Fingerprint& add(std::string_view piece);
  [[nodiscard]] std::string text() const;  ///< 32 hexadecimal digits

 private:
  void mix(unsigned char byte);
  std::uint64_t first_ = 0xCBF29CE484222325ULL;
  std::uint64_t second_ = 0x6C62272E07BB0142ULL;
};

/// Adds a file's name and content.
/// Errors: file.unreadable
[[nodiscard]] Result<void> add_file(Fingerprint& fingerprint, const std::filesystem::path& file);

/// Adds the name and content of every file of a folder whose name ends in one of `endings`, in the order of names.
/// Errors: sim.design, file.unreadable
[[nodiscard]] Result<void> add_folder(Fingerprint& fingerprint, const std::filesystem::path& folder,
                                      const std::vector<std::string>& endings);

struct Cached {
  std::filesystem::path folder;
  bool built = false;                   ///< false: it was there
  std::shared_ptr<const FileLock> use;  ///< as long as it lives, no process removes the folder
};

/// The cache of a design folder: RTL4ML_CACHE where it is set, else `cache` beside the design folder.
[[nodiscard]] std::filesystem::path cache_folder(const std::filesystem::path& design_folder);

/// The folder `<cache>/<name>`; where it is missing, `build` fills a staged one that is then renamed into place. Two
/// processes that want the same thing wait for each other instead of building it twice. What was not used for longest
/// goes where the cache grows beyond cache_limit().
/// Errors: file.unwritable, sim.interrupted, sim.cache_size, those of `build`
[[nodiscard]] Result<Cached> cached(const std::filesystem::path& cache, const std::string& name,
                                    const std::function<Result<void>(const std::filesystem::path& staged)>& build);

/// A new folder inside the cache for one run; removed at the end, or by the next run where this process was killed.
class RunFolder {
 public:
  /// Errors: file.unwritable
  [[nodiscard]] static Result<RunFolder> create(const std::filesystem::path& cache);
  RunFolder(RunFolder&& other) noexcept;
  RunFolder& operator=(RunFolder&&) = delete;
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  RunFolder(std::filesystem::path path, FileLock mark) : path_(std::move(path)), mark_(std::move(mark)) {}
  std::filesystem::path path_;
  FileLock mark_;
};

}  // namespace rtl4ml
