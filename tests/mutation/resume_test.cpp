// What an interrupted run of `make mutate` leaves for the next one.
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/mutation/run/judge.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml::mutation {

TEST_CASE("a run goes on where an interrupted one stopped, and only with its own mutants", "[mutation]") {
  const test::ScratchFolder scratch;
  const auto library = MutatedLibrary::read(source_tree() / "rtl_templates");
  REQUIRE(library);
  JudgeOptions options;
  options.work = scratch.path();
  options.resume = true;
  const auto nothing = Judge::create(*library, options);
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().front().code == "mutation.journal");

  scratch.write("journal.txt", "killed\t" + library->mutants()[2].statement + "\ta test\nuncompiled\t" +
                                   library->mutants()[5].statement + "\t\n");
  {
    const auto judge = Judge::create(*library, options);
    REQUIRE(judge);
    CHECK((*judge)->verdict(0).fate == Fate::kAlive);
    CHECK((*judge)->verdict(2).fate == Fate::kKilled);
    CHECK((*judge)->verdict(2).by == "a test");
    CHECK((*judge)->verdict(5).fate == Fate::kNotCompiled);
  }
  CHECK(Judge::create(*library, options));  // the journal is still there

  scratch.write("journal.txt", "killed\tno/such.sv: assign a = [[b => c]] ;\ta test\n");
  const auto foreign = Judge::create(*library, options);
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().front().code == "mutation.journal");
}

}  // namespace rtl4ml::mutation
