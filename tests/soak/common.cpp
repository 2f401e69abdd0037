#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/soak/soak.hpp"

namespace rtl4ml::soak {

namespace fs = std::filesystem;

ProcessResult run_program(const SoakOptions& options, const fs::path& folder,
                          const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {"/usr/bin/env", "RTL4ML_CACHE=" + (folder / "cache").string(),
                                      options.program.string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.insert(command.end(), {"--build", folder.string()});
  const Result<ProcessResult> ran = run_process(command, source_tree(), 0.0);
  return ran ? *ran : ProcessResult{-1, to_string(ran.error())};
}

std::map<std::string, std::string> files_of(const fs::path& folder) {
  constexpr std::uint64_t kLimit = std::uint64_t{64} << 20;
  std::map<std::string, std::string> files;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, failed)) {
    if (!entry.is_regular_file() || entry.path().filename() == "report.json") continue;
    const Result<std::string> content = read_file(entry.path(), kLimit);
    files[fs::relative(entry.path(), folder).string()] = content ? *content : "unreadable";
  }
  return files;
}

}  // namespace rtl4ml::soak
