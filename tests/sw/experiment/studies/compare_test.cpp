#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {

TEST_CASE("compare: after training, trained, and the control, size and drop in a table") {
  const TestBench bench("data: rendered_digits\nseeds: 2\nquantization: {width: 4}\n");
  const PlannedStudy plan = plan_compare(bench.laboratory, *bench.experiment.quantization);
  CHECK(planned_variants(plan.tasks, 2) == std::vector<std::string>{"PTQ", "QAT", "float32, trained longer"});
  std::vector<Record> records;
  add_records(records, "float32", {0.98, 0.96}, 8e6);
  add_records(records, "PTQ", {0.90, 0.90}, 1e6);
  add_records(records, "QAT", {0.97, 0.95}, 1e6);
  const Page page = plan.page(records);
  CHECK(holds(page, "QAT is at least as accurate as PTQ"));
  REQUIRE(page.tables.front().rows.size() == 3);
  CHECK(page.tables.front().rows[0][1].text == "1.0000");
  CHECK(page.tables.front().rows[1][1].text == "0.1250");
  CHECK(page.tables.front().rows[2][3].text == "1.00");  // the same drop for both seeds
}

}  // namespace rtl4ml
