#include "tests/mutation/run/report.hpp"

#include "tests/catch.hpp"

namespace rtl4ml::mutation {
namespace {

Mutant named(const std::string& statement) {
  Mutant mutant;
  mutant.file = "a.sv";
  mutant.statement = statement;
  return mutant;
}

}  // namespace

TEST_CASE("the list of equivalents: mutants, then their reason", "[mutation]") {
  const auto list = parse_equivalents("list", "# note\n\na.sv: x [[1 => 2]]\na.sv: y [[1 => 2]]\nbecause: same\n");
  REQUIRE(list);
  CHECK(*list == Equivalents{{"a.sv: x [[1 => 2]]", "same"}, {"a.sv: y [[1 => 2]]", "same"}});
  for (const char* bad : {"a.sv: x [[1 => 2]]\n", "because: nothing\n", "nonsense\n",
                          "a.sv: x [[1 => 2]]\na.sv: x [[1 => 2]]\nbecause: twice\n"}) {
    INFO(bad);
    const auto refused = parse_equivalents("list", bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error()[0].code == "mutation.list");
  }
}

TEST_CASE("what survives must be on the list, what is on the list must survive", "[mutation]") {
  std::vector<Mutant> mutants;
  for (int i = 0; i < 30; ++i) mutants.push_back(named("a.sv: [[" + std::to_string(i) + " => x]]"));
  std::vector<Judged> judged;
  for (const Mutant& mutant : mutants) judged.push_back({&mutant, {Fate::kKilled, "a test"}});
  judged[28].verdict = {Fate::kNotCompiled, ""};
  judged[29].verdict = {Fate::kKilled, "a test (lint)"};
  CHECK(report_of(judged, {}, false).passed());
  judged[0].verdict = {};
  const Report survivor = report_of(judged, {}, false);
  CHECK_FALSE(survivor.passed());
  CHECK(survivor.total.surviving == 1);
  CHECK(survivor.survivors.size() == 1);
  const Equivalents first = {{mutants[0].statement, "same"}};
  const Report listed = report_of(judged, first, false);
  CHECK(listed.passed());
  CHECK(listed.total.mutants == 29);
  CHECK(listed.total.killed == 28);
  CHECK(listed.total.by_lint == 1);
  CHECK(listed.total.equivalent == 1);
  CHECK(listed.total.not_compiled == 1);
  CHECK(table_of(listed).find("a.sv") != std::string::npos);
  judged[0].verdict = {Fate::kKilled, "a test"};
  CHECK_FALSE(report_of(judged, first, false).passed());  // the reason is wrong by now
  const Equivalents gone = {{"a.sv: [[not => there]]", "same"}};
  CHECK_FALSE(report_of(judged, gone, false).passed());
  CHECK(report_of(judged, gone, true).passed());  // a sample does not see all mutants
}

TEST_CASE("less than 96 percent are not enough, though every survivor be equivalent", "[mutation]") {
  std::vector<Mutant> mutants;
  for (int i = 0; i < 100; ++i) mutants.push_back(named("a.sv: [[" + std::to_string(i) + " => x]]"));
  std::vector<Judged> judged;
  Equivalents list;
  for (const Mutant& mutant : mutants) {
    const bool alive = judged.size() < 4;
    judged.push_back({&mutant, alive ? Verdict{} : Verdict{Fate::kKilled, "a test"}});
    if (alive) list[mutant.statement] = "same";
  }
  CHECK(report_of(judged, list, false).passed());
  judged[4].verdict = {};
  list[mutants[4].statement] = "same";
  CHECK_FALSE(report_of(judged, list, false).passed());
}

}  // namespace rtl4ml::mutation
