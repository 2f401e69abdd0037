// Commands in the documentation run: in blocks marked `console`, every line that starts with "$ ".
#include <fstream>
#include <regex>

#include "sw/base/source_tree.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

std::vector<std::string> console_commands(const std::filesystem::path& page) {
  std::ifstream file(page);
  std::vector<std::string> commands;
  bool console = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      console = line == "```console";
    } else if (console && line.starts_with("$ ")) {
      commands.push_back(line.substr(2));
    }
  }
  return commands;
}

}  // namespace

TEST_CASE("every console command of the documentation runs", "[end_to_end][documentation][long]") {
  std::vector<std::filesystem::path> pages = {source_tree() / "README.md"};
  for (const auto& entry : std::filesystem::directory_iterator(source_tree() / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  std::size_t ran = 0;
  for (const std::filesystem::path& page : pages) {
    for (const std::string& written : console_commands(page)) {
      const std::string command = std::regex_replace(written, std::regex("build/bin/rtl4ml"), program_path());
      INFO(page.string() << ": " << command);
      const Result<ProcessResult> result = run_process({"bash", "-c", command}, source_tree().string(), 200.0);
      REQUIRE(result);
      INFO(result->output);
      CHECK(result->exit_status == 0);
      ++ran;
    }
  }
  CHECK(ran >= 4);
}

}  // namespace rtl4ml::test
