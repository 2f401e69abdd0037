#include <algorithm>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/mutation/run/planted.hpp"
#include "tests/mutation/run/report.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml::mutation {
namespace {

namespace fs = std::filesystem;

/// What `make mutate` would say of fixed_relu's mutants of values, judged by this test program.
Report report_by(const fs::path& test_program, const fs::path& work) {
  const auto library = MutatedLibrary::read(source_tree() / "rtl_templates");
  REQUIRE(library);
  const auto text = read_file(source_tree() / "tests/mutation/equivalent.txt", 1 << 20);
  REQUIRE(text);
  const auto equivalents = parse_equivalents("equivalent.txt", *text);
  REQUIRE(equivalents);
  std::vector<std::size_t> mutants;
  for (std::size_t i = 0; i < library->mutants().size(); ++i) {
    const Mutant& mutant = library->mutants()[i];
    if (mutant.file == "relu/fixed_relu.sv" && mutant.moment == Moment::kRunTime) mutants.push_back(i);
  }
  const auto judge = Judge::create(*library, {source_tree(), work, test_program});
  REQUIRE(judge);
  const auto done = (*judge)->judge_at_run_time(mutants);
  if (!done) FAIL(to_string(done.error()));
  std::vector<Judged> judged;
  for (const std::size_t i : mutants) judged.push_back({&library->mutants()[i], (*judge)->verdict(i)});
  return report_of(judged, *equivalents, true);
}

}  // namespace

TEST_CASE("a scoreboard that compares no elements fails the run", "[mutation][long]") {
  const test::ScratchFolder folder("weakened");
  const fs::path bin = RTL4ML_TEST_BIN;
  const Report healthy = report_by(bin / "test_rtl", folder.path() / "healthy");
  CHECK(healthy.passed());
  CHECK(healthy.total.mutants >= 10);
  const PlantedBug blind{"blind",
                         "tests/rtl_templates/harness/device_run.cpp",
                         "if (got != expected) {",
                         "if (got != expected && false) {",
                         "test_rtl",
                         "",
                         "here"};
  const auto weakened = program_with(blind, {source_tree(), RTL4ML_BUILD, bin, folder.path()}, folder.path() / "blind");
  if (!weakened) FAIL(to_string(weakened.error()));
  const Report report = report_by(*weakened, folder.path() / "weakened");
  CHECK_FALSE(report.passed());
  CHECK(report.total.surviving >= 3);
}

}  // namespace rtl4ml::mutation
