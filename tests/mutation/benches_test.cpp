#include "tests/mutation/run/benches.hpp"

#include <filesystem>
#include <set>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/mutation/run/library.hpp"

namespace rtl4ml::mutation {

TEST_CASE("the benches are test cases that are there, and together they use every file of the library", "[mutation]") {
  std::string tests;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_tree() / "tests/rtl_templates")) {
    if (!entry.path().string().ends_with("_test.cpp")) continue;
    const auto text = read_file(entry.path(), 1 << 20);
    REQUIRE(text);
    tests += *text;
  }
  const auto library = MutatedLibrary::read(source_tree() / "rtl_templates");
  REQUIRE(library);
  std::set<std::string> used;
  for (const Bench& bench : benches()) {
    INFO(bench.test);
    CHECK(tests.find("TEST_CASE(\"" + bench.test + "\"") != std::string::npos);
    const auto files = library->closure(bench.roots);
    REQUIRE(files);
    used.insert(files->begin(), files->end());
  }
  CHECK(tests.find(std::string("TEST_CASE(\"") + kRefusalTest + "\"") != std::string::npos);
  for (const LibraryFile& file : library->files()) {
    INFO(file.path);
    CHECK(used.contains(file.path));
  }
  CHECK_FALSE(library->closure({"no_such_module"}));
}

TEST_CASE("commas of a test's name are no commas of Catch's command line", "[mutation]") {
  CHECK(filter_of("one, two") == "one\\, two");
}

}  // namespace rtl4ml::mutation
