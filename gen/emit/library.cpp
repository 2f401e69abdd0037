#include "gen/emit/library.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 20;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

/// Depth-first: what a module uses comes before it.
class Collector {
 public:
  explicit Collector(const std::map<std::string, fs::path>& files) : files_(files) {}

  Result<void> add(const std::string& module) {
    if (!seen_.insert(module).second) return {};
    const fs::path& path = files_.at(module);
    Result<std::string> text = read_file(path, kMaxFileBytes);
    if (!text) return faults(std::move(text.error()));
    for (const std::string& word : identifiers_of(*text)) {
      if (word == module || !files_.contains(word)) continue;
      Result<void> added = add(word);
      if (!added) return added;
    }
    order_.push_back(path);
    return {};
  }

  [[nodiscard]] std::vector<fs::path> take() { return std::move(order_); }

 private:
  const std::map<std::string, fs::path>& files_;
  std::set<std::string> seen_;
  std::vector<fs::path> order_;
};

}  // namespace

fs::path library_folder() {
  const char* const said = std::getenv("RTL4ML_RTL");  // NOLINT(concurrency-mt-unsafe)
  return said != nullptr && *said != '\0' ? fs::absolute(said) : source_tree() / "rtl_templates";
}

std::vector<std::string> identifiers_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.compare(at, 2, "/*") == 0) {
      const std::size_t end = text.find("*/", at + 2);
      at = end == std::string::npos ? text.size() : end + 2;
    } else if (text[at] == '"') {
      ++at;
      while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
      ++at;
    } else if (is_word(text[at])) {
      const std::size_t begin = at;
      while (at < text.size() && is_word(text[at])) ++at;
      words.push_back(text.substr(begin, at - begin));
    } else {
      ++at;
    }
  }
  return words;
}

Result<Library> Library::open(const fs::path& folder) {
  Library library;
  library.folder_ = folder;
  std::error_code failed;
  std::vector<fs::path> paths;
  for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    // A cell's proof lies beside it and is no part of any design.
    const fs::path& path = entry->path();
    if (path.extension() == ".sv" && !path.stem().string().ends_with("_formal")) paths.push_back(path);
  }
  if (failed || paths.empty()) {
    return fault("emit.library", folder.string(), "holds no SystemVerilog library",
                 "set RTL4ML_RTL to the folder rtl_templates of a checkout");
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    const auto [at, added] = library.files_.emplace(path.stem().string(), path);
    if (!added) {
      return fault("emit.library", path.string(), "has the same name as " + at->second.string(),
                   "give every module of the library a name of its own");
    }
  }
  return library;
}

Result<std::vector<fs::path>> Library::files_of(const std::vector<std::string>& modules) const {
  Errors errors;
  Collector collector(files_);
  for (const std::string& module : modules) {
    if (!files_.contains(module)) {
      errors.push_back(Error{"emit.library", folder_.string(), "has no module " + module,
                             "set RTL4ML_RTL to the folder rtl_templates that belongs to this program"});
      continue;
    }
    Result<void> added = collector.add(module);
    if (!added) return faults(std::move(added.error()));
  }
  if (!errors.empty()) return faults(std::move(errors));
  return collector.take();
}

}  // namespace rtl4ml
