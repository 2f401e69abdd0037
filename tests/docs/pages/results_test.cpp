#include "docs/pages/results.hpp"

#include "sw/base/file.hpp"
#include "tests/catch.hpp"
#include "tests/docs/pages/folder.hpp"

namespace rtl4ml {
namespace {

const std::string kFormal =
    R"({"rung": "formal", "command": "make formal", "passed": true, "summary": "formal: 43 proofs",
  "figures": {"proofs": 43, "engine": "z3"}})";

}  // namespace

TEST_CASE("the result of a rung is read") {
  const Result<RungResult> result = parse_result(kFormal, "a/formal.json");
  REQUIRE(result);
  CHECK(result->rung == "formal");
  CHECK(result->passed);
  CHECK(result->summary == "formal: 43 proofs");
  CHECK(result->figures == std::vector<std::pair<std::string, std::string>>{{"proofs", "43"}, {"engine", "z3"}});
  CHECK(result->rows.empty());
}

TEST_CASE("what is no result of its rung is told") {
  for (const char* text :
       {"", "[]", "{}", "null", R"({"rung": "formal"})", R"({"rung": 3, "command": "", "passed": 1, "summary": ""})"}) {
    INFO(text);
    const Result<RungResult> result = parse_result(text, "a/formal.json");
    REQUIRE_FALSE(result);
    CHECK(result.error()[0].code == "pages.result");
    CHECK(result.error()[0].place == "a/formal.json");
  }
  CHECK(to_string(parse_result(kFormal, "a/fuzz.json").error()) ==
        "a/fuzz.json: error[pages.result]: is the result of formal\n  fix: name the file after its rung\n");
}

TEST_CASE("claims are read, and none may share a rung") {
  const auto claims = parse_claims(R"([{"claim": "a", "rung": "x", "command": "make x"}])", "c.json");
  REQUIRE(claims);
  CHECK((*claims)[0].command == "make x");
  const std::string twice =
      R"([{"claim": "a", "rung": "x", "command": ""}, {"claim": "b", "rung": "x", "command": ""}])";
  CHECK(parse_claims(twice, "c.json").error()[0].code == "pages.claims");
  CHECK(parse_claims("{", "c.json").error()[0].code == "pages.claims");
  CHECK(parse_claims(R"([{"claim": 1}])", "c.json").error()[0].code == "pages.claims");
}

TEST_CASE("new results replace old ones of the same rung, the others stay, each gets the date of its file") {
  const test::Folder folder;
  const std::string fuzz = R"({"rung": "fuzz", "command": "c", "passed": false, "summary": "s", "date": "2020-01-02"})";
  REQUIRE(write_file(folder.path() / "into/fuzz.json", fuzz));
  REQUIRE(write_file(folder.path() / "into/formal.json", R"({"rung": "formal"})"));
  REQUIRE(write_file(folder.path() / "from/formal.json", kFormal));
  REQUIRE(merge_results(folder.path() / "from", folder.path() / "into"));
  const Result<Results> merged = read_results(folder.path() / "into");
  REQUIRE(merged);
  REQUIRE(merged->size() == 2);
  CHECK(merged->at("fuzz").date == "2020-01-02");
  CHECK(merged->at("formal").date.size() == 10);
  CHECK(merged->at("formal").date > "2025");
  CHECK(merged->at("formal").figures[0] == std::pair<std::string, std::string>{"proofs", "43"});
}

TEST_CASE("a broken result is not merged, and a missing folder holds none") {
  const test::Folder folder;
  REQUIRE(write_file(folder.path() / "from/formal.json", "{"));
  CHECK(merge_results(folder.path() / "from", folder.path() / "into").error()[0].code == "pages.result");
  CHECK(read_results(folder.path() / "into")->empty());
  CHECK(read_results(folder.path() / "absent")->empty());
}

}  // namespace rtl4ml
