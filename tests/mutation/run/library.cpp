#include "tests/mutation/run/library.hpp"

#include <algorithm>

#include "gen/emit/library.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml::mutation {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLimit = std::uint64_t{1} << 20;

std::vector<std::string> paths_in(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = fs::relative(entry.path(), folder).string();
    if (path.ends_with(".sv") && !path.ends_with("_formal.sv")) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

Result<MutatedLibrary> MutatedLibrary::read(const fs::path& folder) {
  MutatedLibrary library;
  library.folder_ = folder;
  Ports ports;
  for (const std::string& path : paths_in(folder)) {
    Result<std::string> text = read_file(folder / path, kLimit);
    if (!text) return faults(text.error());
    const Result<void> known = add_ports(path, *text, ports);
    if (!known) return faults(known.error());
    library.files_.push_back({path, std::move(*text)});
  }
  for (const LibraryFile& file : library.files_) {
    Result<std::vector<Mutant>> mutants = find_mutants(file.path, file.text, ports);
    if (!mutants) return faults(mutants.error());
    library.mutants_.insert(library.mutants_.end(), mutants->begin(), mutants->end());
  }
  return library;
}

const LibraryFile& MutatedLibrary::file(const std::string& path) const {
  return *std::find_if(files_.begin(), files_.end(), [&](const LibraryFile& file) { return file.path == path; });
}

Result<std::vector<std::string>> MutatedLibrary::closure(const std::vector<std::string>& modules) const {
  const Result<Library> library = Library::open(folder_);
  if (!library) return faults(library.error());
  const auto files = library->files_of(modules);
  if (!files) return faults(files.error());
  std::vector<std::string> paths;
  for (const fs::path& file : *files) paths.push_back(fs::relative(file, folder_).string());
  return paths;
}

}  // namespace rtl4ml::mutation
