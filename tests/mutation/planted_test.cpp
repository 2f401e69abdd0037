#include "tests/mutation/run/planted.hpp"

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml::mutation {

TEST_CASE("a list of bugs", "[mutation]") {
  const auto bugs = parse_planted(
      "list",
      "# note\nname: one\nfile: a.sv\nfrom: x < y\nto: x <= y\ntest: test_rtl some case\n\nname: two\nfile: b.cpp\n"
      "from: z\nto:\ntest: test_gen\n");
  REQUIRE(bugs);
  REQUIRE(bugs->size() == 2);
  CHECK((*bugs)[0].to == "x <= y");
  CHECK((*bugs)[0].program == "test_rtl");
  CHECK((*bugs)[0].test == "some case");
  CHECK((*bugs)[1].place == "list:8");
  CHECK((*bugs)[1].to.empty());
  CHECK((*bugs)[1].test.empty());
  CHECK(*planted_in("if (x < y) z;", (*bugs)[0]) == "if (x <= y) z;");
  for (const char* text : {"x > y", "x < y; x < y"}) {
    const auto stale = planted_in(text, (*bugs)[0]);
    REQUIRE_FALSE(stale);
    CHECK(stale.error()[0].code == "mutation.stale");
  }
  for (const char* bad : {"name: one\nfile: a.sv\nfrom: x\n", "name: one\ncolour: blue\n"}) {
    const auto refused = parse_planted("list", bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error()[0].code == "mutation.list");
  }
}

TEST_CASE("the committed bugs fit the sources, every file of the library has one", "[mutation]") {
  std::string files;
  for (const char* name : {"tests/mutation/planted.txt", "tests/mutation/seeded_number.txt"}) {
    const auto text = read_file(source_tree() / name, 1 << 20);
    REQUIRE(text);
    const auto bugs = parse_planted(name, *text);
    if (!bugs) FAIL(to_string(bugs.error()));
    CHECK(bugs->size() >= 20);
    for (const PlantedBug& bug : *bugs) {
      const auto source = read_file(source_tree() / bug.file, 1 << 20);
      REQUIRE(source);
      const auto planted = planted_in(*source, bug);
      if (!planted) FAIL(to_string(planted.error()));
      CHECK(*planted != *source);
      files += bug.file + "\n";
    }
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_tree() / "rtl_templates")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".sv") || name.ends_with("_formal.sv")) continue;
    INFO(name);
    CHECK(files.find("/" + name) != std::string::npos);
  }
}

TEST_CASE("what a test notices is told from what it does not, and from what cannot be judged", "[mutation]") {
  const test::ScratchFolder folder("planted");
  const PlantOptions options{source_tree(), RTL4ML_BUILD, RTL4ML_TEST_BIN, folder.path()};
  const PlantedBug bug{"passes minus one",
                       "sw/ops/relu.cpp",
                       "std::max<std::int64_t>(data_in[i], 0);",
                       "std::max<std::int64_t>(data_in[i], -1);",
                       "test_model",
                       "relu is its definition for every code, type and mode",
                       "list:1"};
  PlantedBug harmless = bug, nonsense = bug, elsewhere = bug, absent = bug;
  harmless.to = "std::max<std::int64_t>(0, data_in[i]);";
  const auto noticed = plant({bug, harmless}, options);
  if (!noticed) FAIL(to_string(noticed.error()));
  CHECK(*noticed == std::vector<bool>{true, false});
  nonsense.to = "what is this";
  elsewhere.file = "README.md";
  elsewhere.from = "# rtl4ml";
  absent.program = "test_of_nothing";
  const auto code = [&](const PlantedBug& one) {
    const auto planted = plant({one}, options);
    REQUIRE_FALSE(planted);
    return planted.error()[0].code;
  };
  CHECK(code(nonsense) == "mutation.build");
  CHECK(code(elsewhere) == "mutation.build");
  CHECK(code(absent) == "mutation.baseline");
}

}  // namespace rtl4ml::mutation
