// The module table of docs/contracts.md against the modules themselves.
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

std::string document(const fs::path& path) {
  const Result<std::string> content = read_file(path, std::uint64_t{1} << 20);
  REQUIRE(content);
  return *content;
}

/// What the first group of the pattern matches, everywhere in the text.
std::set<std::string> all_matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match)
    found.insert((*match)[1]);
  return found;
}

/// Names in backticks of one kind; a span may hold several; one in brackets is a width.
std::set<std::string> names_in(const std::string& cell, const std::string& kind) {
  std::set<std::string> names;
  for (const std::string& span : all_matches(cell, "`([^`]*)`")) {
    if (span.starts_with("[")) continue;
    for (const std::string& name : all_matches(span, "\\b(" + kind + ")\\b")) names.insert(name);
  }
  return names;
}

/// One row of the table: a module, and what the page says it has.
struct Row {
  std::string module;
  std::set<std::string> parameters, ports;
  bool clocked = false;
};

std::vector<Row> rows() {
  const std::string page = document(source_tree() / "docs/contracts.md");
  const std::regex line(R"(\n\| (`[a-z0-9_]+`(?:, `[a-z0-9_]+`)*) \| ([^\n]*?) \| ([^\n]*?) \| [^\n]* \|)");
  std::vector<Row> found;
  for (std::sregex_iterator match(page.begin(), page.end(), line), end; match != end; ++match) {
    const std::string ports = (*match)[3];
    for (const std::string& module : names_in((*match)[1], "[a-z][a-z0-9_]*")) {
      found.push_back({module, names_in((*match)[2], "[A-Z][A-Z0-9_]*"), names_in(ports, "[a-z][a-z0-9_]*"),
                       ports.starts_with("clk, rst")});
    }
  }
  return found;
}

/// The module's text without comments, where derived parameters, which the compiler leaves alone, end the list.
struct Module {
  std::set<std::string> parameters, ports;
};

Module module_of(const std::string& name) {
  for (const auto& entry : fs::recursive_directory_iterator(source_tree() / "rtl_templates")) {
    if (entry.path().filename() != name + ".sv") continue;
    const std::string text = document(entry.path());
    const std::string head = text.substr(0, text.find("\n);"));
    const std::string parameters = head.substr(0, std::min(head.find("// Derived"), head.find("\n) (")));
    return {all_matches(parameters, "\\n    parameter (?:int |bit )?([A-Z][A-Z0-9_]*) "),
            all_matches(head, "\\n    (?:input|output) +logic +(?:\\[.*\\] *)?([a-z][a-z0-9_]*)")};
  }
  FAIL("no module " << name);
  return {};
}

}  // namespace

TEST_CASE("docs/contracts.md knows every parameter and port of the modules it lists", "[conventions]") {
  const std::set<std::string> common = {"DATA_IN_WIDTH",       "DATA_IN_FRAC_WIDTH", "DATA_IN_SIGNED", "DATA_OUT_WIDTH",
                                        "DATA_OUT_FRAC_WIDTH", "DATA_OUT_SIGNED",    "ROUNDING",       "OVERFLOW"};
  const std::vector<Row> table = rows();
  REQUIRE(table.size() >= 10);
  for (const Row& row : table) {
    INFO(row.module);
    Module module = module_of(row.module);
    if (row.module.starts_with("fixed_") && row.module != "fixed_argmax") {  // which converts nothing
      for (const std::string& parameter : common) {
        INFO(parameter);
        CHECK(module.parameters.erase(parameter) == 1);
      }
    }
    CHECK(module.parameters == row.parameters);
    CHECK((module.ports.erase("clk") + module.ports.erase("rst")) == (row.clocked ? 2 : 0));
    for (const char* stream : {"data_in_0", "data_out_0"}) {
      for (const char* part : {"", "_valid", "_ready"}) CHECK(module.ports.erase(std::string(stream) + part) == 1);
    }
    CHECK(module.ports == row.ports);
  }
}

}  // namespace rtl4ml
