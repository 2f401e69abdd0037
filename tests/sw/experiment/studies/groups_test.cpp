#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {

TEST_CASE("groups: both methods at every width, and the published sizes of DeiT-S beside them") {
  const TestBench bench("data: rendered_digits\nseeds: 1\nstudy: {groups: {bits: [4, 2]}}\n");
  const Result<PlannedStudy> plan = plan_study(bench.laboratory, *bench.experiment.study);
  REQUIRE(plan);
  CHECK(planned_variants(plan->tasks, 1) ==
        std::vector<std::string>{"min_max, 4 bits", "min_max, 2 bits", "hqq, 4 bits", "hqq, 2 bits"});
  std::vector<Record> records;
  add_records(records, "float32", {0.98});
  double error = 0.1;
  for (const std::string& variant : planned_variants(plan->tasks, 1)) {
    add_records(records, variant, {0.9});
    records.back().figures["mean_squared_error"] = error;
    records.back().figures["bytes"] = 10.0;
    error = variant == "min_max, 2 bits" ? 0.05 : variant == "min_max, 4 bits" ? 0.2 : 0.01;
  }
  const Page page = plan->page(records);
  CHECK(holds(page, "the squared error of min_max falls with every bit"));
  CHECK(!holds(page, "the squared error of hqq falls with every bit"));
  const Table& deit = page.tables.back();
  REQUIRE(deit.rows.size() == 4);
  CHECK(deit.rows[0][1].text == "82.540");
  CHECK(deit.rows[1][1].text == "9.133");
  CHECK(deit.rows[2][1].text == "14.196");
  CHECK(deit.rows[3][1].text == "16.305");
}

}  // namespace rtl4ml
