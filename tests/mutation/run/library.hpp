// The files of rtl_templates and all of their mutants.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "tests/mutation/source/find_mutants.hpp"

namespace rtl4ml::mutation {

struct LibraryFile {
  std::string path;  ///< below rtl_templates
  std::string text;
};

class MutatedLibrary {
 public:
  /// All files of the folder but the formal wrappers. Errors: those of reading, mutation.syntax
  [[nodiscard]] static Result<MutatedLibrary> read(const std::filesystem::path& folder);

  /// By path.
  [[nodiscard]] const std::vector<LibraryFile>& files() const { return files_; }
  [[nodiscard]] const std::vector<Mutant>& mutants() const { return mutants_; }
  [[nodiscard]] const LibraryFile& file(const std::string& path) const;
  /// The paths of the modules' files and of all that they need, in compile order. Errors: emit.library
  [[nodiscard]] Result<std::vector<std::string>> closure(const std::vector<std::string>& modules) const;

 private:
  std::filesystem::path folder_;
  std::vector<LibraryFile> files_;
  std::vector<Mutant> mutants_;
};

}  // namespace rtl4ml::mutation
