// The house's rules, checked over the sources themselves.
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = source_tree();
constexpr std::uint64_t kLimit = std::uint64_t{4} << 20;

std::vector<fs::path> files_in(const fs::path& folder, const std::set<std::string>& extensions) {
  std::vector<fs::path> found;
  if (!fs::exists(folder)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && extensions.contains(entry.path().extension().string()))
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> sources() {
  std::vector<fs::path> all;
  for (const char* wing : {"sw", "gen", "sim", "cli"}) {
    const std::vector<fs::path> found = files_in(kRoot / wing, {".cpp", ".hpp"});
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

std::string text_of(const fs::path& path) {
  const Result<std::string> content = read_file(path, kLimit);
  REQUIRE(content);
  return *content;
}

std::string all_tests() {
  std::string text;
  for (const fs::path& path : files_in(kRoot / "tests", {".cpp", ".hpp"})) text += text_of(path);
  return text;
}

/// The operators of the list in gen/ops: one line each.
std::vector<std::string> operators() {
  const std::string text = text_of(kRoot / "gen/ops/operators.def");
  std::vector<std::string> names;
  const std::regex line(R"(^RTL4ML_OPERATOR\((\w+)\))", std::regex::multiline);
  for (std::sregex_iterator match(text.begin(), text.end(), line), end; match != end; ++match)
    names.push_back((*match)[1]);
  return names;
}

}  // namespace

TEST_CASE("every operator has all of its parts", "[conventions]") {
  const std::vector<std::string> names = operators();
  REQUIRE(names.size() >= 7);
  for (const std::string& name : names) {
    for (const std::string& part :
         {"sw/ops/" + name + ".hpp", "sw/ops/" + name + ".cpp", "gen/ops/" + name + ".hpp", "gen/ops/" + name + ".cpp",
          "rtl_templates/" + name + "/fixed_" + name + ".sv", "tests/sw/ops/" + name + "_test.cpp",
          "tests/gen/ops/" + name + "_test.cpp", "tests/rtl_templates/" + name + "/fixed_" + name + "_test.cpp"}) {
      INFO(name << " misses " << part);
      CHECK(fs::exists(kRoot / part));
    }
  }
}

TEST_CASE("every error code is provoked by a test", "[conventions]") {
  const std::regex code(R"re((?:fault\(|Error\{|\{\{)\s*"([a-z_]+\.[a-z0-9_]+)")re");
  const std::string tests = all_tests();
  std::set<std::string> codes;
  for (const fs::path& path : sources()) {
    const std::string text = text_of(path);
    for (std::sregex_iterator match(text.begin(), text.end(), code), end; match != end; ++match)
      codes.insert((*match)[1]);
  }
  REQUIRE(codes.size() > 30);
  for (const std::string& name : codes) {
    INFO("no test mentions " << name);
    CHECK(tests.find('"' + name + '"') != std::string::npos);
  }
}

TEST_CASE("every source file has its test", "[conventions]") {
  // A folder may test its files together where one of them is only reachable through another; it then says so here.
  const std::map<std::string, std::string> tested_elsewhere = {
      {"cli/main/main.cpp", "tests/end_to_end runs the program"},
      {"sim/systemc/example/main.cpp", "tests/sim/systemc builds and runs it"},
      {"sim/harness/verilator_dut.cpp", "compiled into every testbench that tests/sim builds"},
      {"sim/harness/verilator_main.cpp", "the same"},
      {"sim/harness/systemc_dut.cpp", "the same, with the SystemC engine"},
      {"sim/harness/systemc_main.cpp", "the same"},
  };
  for (const fs::path& path : sources()) {
    if (path.extension() != ".cpp") continue;
    const fs::path relative = fs::relative(path, kRoot);
    if (tested_elsewhere.contains(relative.string())) continue;
    fs::path test = kRoot / "tests" / relative;
    test.replace_filename(path.stem().string() + "_test.cpp");
    INFO(relative.string() << " has no " << fs::relative(test, kRoot).string());
    CHECK(fs::exists(test));
  }
}

TEST_CASE("no test's name has a semicolon, at which CMake would split it", "[conventions]") {
  const std::regex name(R"re(TEST_CASE\(\s*"[^"]*;)re");
  for (const fs::path& path : files_in(kRoot / "tests", {".cpp", ".hpp"})) {
    const std::string text = text_of(path);
    INFO(path.string());
    CHECK_FALSE(std::regex_search(text, name));
  }
}

TEST_CASE("wings only look where they may", "[conventions]") {
  const std::map<std::string, std::string> forbidden = {
      {"sw", "(gen|sim|cli)"}, {"gen", "(sim|cli)"}, {"sim", "(gen|cli)"}};
  for (const fs::path& path : sources()) {
    const fs::path relative = fs::relative(path, kRoot);
    const auto rule = forbidden.find(relative.begin()->string());
    if (rule == forbidden.end()) continue;
    const std::string text = text_of(path);
    std::smatch match;
    INFO(relative.string());
    CHECK_FALSE(std::regex_search(text, match, std::regex("#include \"" + rule->second + "/")));
  }
}

TEST_CASE("files stay short", "[conventions]") {
  constexpr std::ptrdiff_t kMostLines = 700;
  for (const fs::path& path : sources()) {
    const std::string text = text_of(path);
    INFO(path.string());
    CHECK(std::count(text.begin(), text.end(), '\n') <= kMostLines);
  }
}

}  // namespace rtl4ml
