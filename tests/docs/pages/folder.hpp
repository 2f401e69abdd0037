// A folder with results to merge and a place to merge them into.
#pragma once

#include <filesystem>

#include "tests/scratch_folder.hpp"

namespace rtl4ml::test {

class Folder : public ScratchFolder {
 public:
  Folder() : ScratchFolder("pages") {
    std::filesystem::create_directories(path() / "from");
    std::filesystem::create_directories(path() / "into");
  }
};

}  // namespace rtl4ml::test
