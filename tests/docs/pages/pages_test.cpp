#include "docs/pages/pages.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/docs/pages/folder.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint64_t kLimit = std::uint64_t{1} << 20;

std::string text_of(const std::filesystem::path& path) {
  const Result<std::string> text = read_file(path, kLimit);
  REQUIRE(text);
  return *text;
}

RungResult result(const std::string& rung, bool passed) {
  return {rung, "make " + rung, rung + ": 3 | 4", "2026-11-21", passed, {{"proofs", "43"}}, "", {}};
}

const std::vector<Claim> kClaims = {
    {"A holds.", "a", "make a"}, {"B holds.", "b", "make b"}, {"C holds.", "c", "make c"}};

bool has_line(const std::string& page, const std::string& line) {
  return page.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("every claim is held up by its result, and a missing one is said to be missing") {
  const Results results = {{"a", result("a", true)}, {"b", result("b", false)}};
  const std::string page = assurance_page(kClaims, results);
  CHECK(has_line(page, "3 claims: 1 hold, 1 fail, 1 not measured."));
  CHECK(has_line(page, "| A holds. | `make a` | holds | a: 3 \\| 4 | 2026-11-21 |"));
  CHECK(has_line(page, "| B holds. | `make b` | **fails** | b: 3 \\| 4 | 2026-11-21 |"));
  CHECK(has_line(page, "| C holds. | `make c` | not measured |  |  |"));
  CHECK(has_line(page, "| proofs | 43 |"));
  const Verdicts count = verdicts(kClaims, results);
  CHECK((count.hold == 1 && count.fail == 1 && count.not_measured == 1));
}

TEST_CASE("a result that came of another command names it, one without a claim is shown as such") {
  RungResult longer = result("a", true);
  longer.command = "make a SECONDS=3600";
  const std::string page = assurance_page(kClaims, {{"a", longer}});
  CHECK(page.find("a: 3 \\| 4 (`make a SECONDS=3600`)") != std::string::npos);
  const std::string unclaimed = assurance_page(kClaims, {{"d", result("d", false)}});
  CHECK(has_line(unclaimed, "4 claims: 0 hold, 1 fail, 3 not measured."));
  CHECK(unclaimed.find("rests on this.) | `make d` | **fails** |") != std::string::npos);
}

TEST_CASE("the performance page has a table per part, with a column for the reference where there is one") {
  RungResult bench = result("bench", false);
  bench.rows = {{"area", "layer", "82 LUT", "<= 200 LUT", "2,375 LUT", "holds"},
                {"intervals", "jets", "9 cycles", "= 8", "", "fails"}};
  const std::string page = performance_page({{"bench", bench}});
  CHECK(has_line(page, "| layer | 82 LUT | <= 200 LUT | 2,375 LUT | holds |"));
  CHECK(has_line(page, "| jets | 9 cycles | = 8 | **fails** |"));
  CHECK(performance_page({}).find("Not measured.") != std::string::npos);
}

TEST_CASE("the committed pages are what the committed results make") {
  const std::filesystem::path docs = source_tree() / "docs";
  const auto claims = parse_claims(text_of(docs / "pages/claims.json"), "claims.json");
  const Result<Results> results = read_results(docs / "results");
  INFO((claims ? "" : to_string(claims.error())) << (results ? "" : to_string(results.error())));
  REQUIRE(claims);
  REQUIRE(results);
  const std::string assurance = assurance_page(*claims, *results);
  INFO("these pages are never edited by hand: make assurance");
  CHECK(text_of(docs / "assurance.md") == assurance);
  CHECK(text_of(docs / "performance.md") == performance_page(*results));
}

TEST_CASE("write_pages writes both pages, its exit status says whether a claim fails") {
  const test::Folder folder;
  const std::filesystem::path docs = folder.path() / "into";
  REQUIRE(write_file(folder.path() / "from/a.json",
                     R"({"rung": "a", "command": "make a", "passed": true, "summary": "a: all"})"));
  const auto run = [&] {
    const std::string command = std::string(RTL4ML_WRITE_PAGES) + " " + (folder.path() / "from").string() + " " +
                                docs.string() + " >/dev/null 2>&1";
    return WEXITSTATUS(std::system(command.c_str()));  // NOLINT(concurrency-mt-unsafe,cert-env33-c)
  };
  CHECK(run() == 2);  // no claims
  std::filesystem::create_directories(docs / "pages");
  REQUIRE(write_file(docs / "pages/claims.json", R"([{"claim": "A holds.", "rung": "a", "command": "make a"}])"));
  CHECK(run() == 0);
  CHECK(text_of(docs / "assurance.md").find("| A holds. | `make a` | holds | a: all |") != std::string::npos);
  CHECK(text_of(docs / "performance.md").find("Not measured.") != std::string::npos);
  REQUIRE(write_file(folder.path() / "from/a.json",
                     R"({"rung": "a", "command": "make a", "passed": false, "summary": "a: none"})"));
  CHECK(run() == 1);
}

}  // namespace rtl4ml
