// A folder for the files of one test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "sw/base/file.hpp"

namespace rtl4ml::test {

/// A new folder in the system's temporary one; it goes with the object, but is kept where RTL4ML_KEEP is set.
class ScratchFolder {
 public:
  /// `name` tells folders that were kept apart.
  explicit ScratchFolder(const std::string& name = "test") {
    std::string path = (std::filesystem::temp_directory_path() / ("rtl4ml-" + name + "-XXXXXX")).string();
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = path;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    if (std::getenv("RTL4ML_KEEP") != nullptr) return;
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);  // a test may have taken them away
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Writes a file into the folder. Result: its path.
  std::string write(const std::string& name, const std::string& content) const {
    const Result<void> written = write_file(path_ / name, content);
    if (!written) throw std::runtime_error(to_string(written.error()));
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace rtl4ml::test
