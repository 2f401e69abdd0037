// A folder with `from` and `into` inside, which vanishes with the test.
#pragma once

#include <unistd.h>

#include <filesystem>

#include "tests/catch.hpp"

namespace rtl4ml::test {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "rtl4ml-pages-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
    std::filesystem::create_directories(path_ / "from");
    std::filesystem::create_directories(path_ / "into");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace rtl4ml::test
